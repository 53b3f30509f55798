package omega.simulator.serve;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.ftpserver.ftplet.FtpFile;
import org.jboss.logging.Logger;

/** What lies, or may come to lie, under a path of a partner's space. */
final class FtpsFile implements FtpFile {
    private static final Logger LOG = Logger.getLogger(FtpsFile.class);

    private final FtpsSpace space;
    private final Path path;
    private final Path file;

    FtpsFile(FtpsSpace space, Path path) {
        this.space = space;
        this.path = path;
        this.file = space.onDisk(path);
    }

    private String partenaire() {
        return space.visitor().getName();
    }

    @Override
    public String getAbsolutePath() {
        return path.toString();
    }

    @Override
    public String getName() {
        return path.getNameCount() == 0 ? "/" : String.valueOf(path.getFileName());
    }

    @Override
    public boolean isHidden() {
        return false;
    }

    @Override
    public boolean isDirectory() {
        return Files.isDirectory(file);
    }

    @Override
    public boolean isFile() {
        return Files.isRegularFile(file);
    }

    @Override
    public boolean doesExist() {
        return Files.exists(file);
    }

    @Override
    public boolean isReadable() {
        return doesExist();
    }

    @Override
    public boolean isWritable() {
        return space.isRequest(path);
    }

    @Override
    public boolean isRemovable() {
        return space.isRequest(path);
    }

    @Override
    public String getOwnerName() {
        return "omega";
    }

    @Override
    public String getGroupName() {
        return "omega";
    }

    @Override
    public int getLinkCount() {
        return isDirectory() ? 3 : 1;
    }

    @Override
    public long getLastModified() {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    /** What a client says of times is passed over. */
    @Override
    public boolean setLastModified(long time) {
        return false;
    }

    @Override
    public long getSize() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public Path getPhysicalFile() {
        return file;
    }

    @Override
    public boolean mkdir() {
        return false;
    }

    @Override
    public boolean delete() {
        return done(
                () -> space.inbox().remove(partenaire(), getName(), () -> Files.delete(file), space.visitor()::cut));
    }

    /** Never over another file. */
    @Override
    public boolean move(FtpFile target) {
        return isWritable()
                && target instanceof FtpsFile to
                && done(() -> space.inbox()
                        .rename(
                                partenaire(),
                                getName(),
                                to.getName(),
                                () -> Files.move(file, to.file),
                                space.visitor()::cut));
    }

    private static boolean done(Inbox.Action action) {
        try {
            action.run();
            return true;
        } catch (IOException e) {
            LOG.infof("not done: %s", e);
            return false;
        }
    }

    /** Null for what is no directory, and for one that vanished. */
    @Override
    @SuppressWarnings("NullAway") // the server's interface asks for null
    public List<FtpsFile> listFiles() {
        space.inbox().slow();
        try (Stream<Path> all = Files.list(file)) {
            return all.map(each -> new FtpsFile(space, path.resolve(String.valueOf(each.getFileName()))))
                    .toList();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public OutputStream createOutputStream(long offset) throws IOException {
        Visitor visitor = space.visitor();
        SeekableByteChannel channel = space.inbox().write(partenaire(), getName(), () -> opened(offset), visitor::cut);
        return new FilterOutputStream(Channels.newOutputStream(channel)) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                try {
                    out.write(bytes, from, length);
                } catch (FileSystemException e) {
                    visitor.ranOutOfSpace();
                    throw e;
                }
            }
        };
    }

    private SeekableByteChannel opened(long offset) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return channel.truncate(offset).position(offset);
    }

    @Override
    public InputStream createInputStream(long offset) throws IOException {
        space.inbox().slow();
        if (!isFile()) {
            throw new NoSuchFileException(path.toString());
        }
        Optional<Downloads.Reading> reading = space.downloads().opened(FtpsDoor.CANAL, partenaire(), getName());
        SeekableByteChannel channel = Files.newByteChannel(file).position(offset);
        return new Read(channel, reading);
    }

    /** A download: read to its end once the server has sent it all and finds no more. */
    private static final class Read extends InputStream {
        private final SeekableByteChannel channel;
        private final InputStream in;
        private final Optional<Downloads.Reading> reading;

        Read(SeekableByteChannel channel, Optional<Downloads.Reading> reading) {
            this.channel = channel;
            this.in = Channels.newInputStream(channel);
            this.reading = reading;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int n = in.read(into, from, length);
            if (n < 0) {
                reading.ifPresent(this::ended);
            }
            return n;
        }

        private void ended(Downloads.Reading archive) {
            try {
                archive.reached(channel.position());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
