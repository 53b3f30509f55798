package omega.channel.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.FileName;
import omega.channel.Listing;
import omega.channel.RemoteFile;
import omega.channel.RemoteFolder;
import omega.channel.Watch;

/**
 * A {@link RemoteFolder} over a local directory; needs no slot. A file still being copied in is told apart as on a server:
 * its size or time changes while it is read.
 */
public final class LocalFolder implements RemoteFolder {
    private final String who;
    private final Path root;

    /** @param root stands for {@code /} of the folder's paths; need not exist yet */
    public LocalFolder(String who, Path root) {
        this.who = who;
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Listing list(String directory) throws ChannelException {
        return operate("list", directory, Kind.NO_SUCH_DIRECTORY, () -> {
            List<RemoteFile> files = new ArrayList<>();
            List<Listing.Refused> refused = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(local(directory))) {
                for (Path entry : entries) {
                    FileName name = FileName.of(entry.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                    String fault = name.fault();
                    if (fault != null) {
                        refused.add(new Listing.Refused(name.text(), fault));
                    } else if (!name.text().startsWith(".") && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                        files.add(file(RemoteFile.path(directory, name.text()), entry));
                    }
                }
            }
            return new Listing(files, refused);
        });
    }

    @Override
    public RemoteFile stat(String path) throws ChannelException {
        return operate("stat", path, Kind.NO_SUCH_FILE, () -> {
            Path local = local(path);
            if (Files.isDirectory(local)) {
                throw new NoSuchFileException(path);
            }
            return file(path, local);
        });
    }

    @Override
    public InputStream read(RemoteFile file, long offset) throws ChannelException {
        return operate("read", file.path(), Kind.NO_SUCH_FILE, () -> {
            SeekableByteChannel channel = Files.newByteChannel(local(file.path()));
            channel.position(offset);
            return Channels.newInputStream(channel);
        });
    }

    @Override
    public long write(String path, InputStream content) throws ChannelException {
        return operate("write", path, Kind.NO_SUCH_DIRECTORY, () -> {
            try (var out =
                    Files.newOutputStream(local(path), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                return content.transferTo(out);
            }
        });
    }

    @Override
    public void rename(String from, String to) throws ChannelException {
        operate("rename", from, Kind.NO_SUCH_FILE, () -> Files.move(local(from), local(to)));
    }

    @Override
    public void delete(String path) throws ChannelException {
        operate("delete", path, Kind.NO_SUCH_FILE, () -> {
            Files.delete(local(path));
            return true;
        });
    }

    @Override
    public void close() {
        // nothing is held between operations
    }

    private Path local(String path) throws IOException {
        Path local = root.resolve(path.replaceFirst("^/+", "")).normalize();
        if (!local.startsWith(root)) {
            throw new NoSuchFileException(path);
        }
        return local;
    }

    private static RemoteFile file(String path, Path local) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(local, BasicFileAttributes.class);
        return new RemoteFile(
                path,
                attributes.size(),
                attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS));
    }

    private <T> T operate(String doing, String path, Kind missing, Watch.Operation<T> operation)
            throws ChannelException {
        try {
            return operation.run();
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw told(doing, path, missing, "there is none", e);
        } catch (AccessDeniedException e) {
            throw told(doing, path, Kind.NO_PERMISSION, "permission denied", e);
        } catch (FileAlreadyExistsException e) {
            throw told(doing, path, Kind.ALREADY_EXISTS, "it exists already; it was left as it is", e);
        } catch (IOException e) {
            throw told(doing, path, Kind.REFUSED, String.valueOf(e.getMessage()), e);
        }
    }

    private ChannelException told(String doing, String path, Kind kind, String why, IOException e) {
        return new ChannelException(
                kind, who + ": cannot " + doing + " " + FileName.printable(path) + ": " + FileName.printable(why), e);
    }
}
