package omega.channel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bytes of a download so far: {@code target.part}, and beside it {@code target.part.of}, which says of which remote file
 * and how many of them are surely on disk. Only those are kept when a download goes on, so that neither a killed process
 * nor a power cut leaves a byte that was never received.
 */
final class Part implements AutoCloseable {
    private static final int BUFFER = 128 << 10;
    private static final long SYNC_EVERY = 64L << 20;

    private final Path target;
    private final Path bytes;
    private final Path of;
    private final RemoteFile file;
    private final FileChannel channel;
    private final MessageDigest digest = sha256();
    private final byte[] buffer = new byte[BUFFER];
    private long length;
    private long synced;
    private boolean surplus;
    private boolean kept = true;

    private Part(Path target, RemoteFile file) throws IOException {
        this.target = target;
        this.bytes = target.resolveSibling(target.getFileName() + ".part");
        this.of = target.resolveSibling(target.getFileName() + ".part.of");
        this.file = file;
        Files.createDirectories(target.toAbsolutePath().getParent());
        this.synced = recorded();
        this.channel =
                FileChannel.open(bytes, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** What an earlier attempt at the same remote file left, hashed again, or nothing. */
    static Part open(Path target, RemoteFile file) throws IOException {
        Part part = new Part(target, file);
        try {
            part.resume();
            return part;
        } catch (IOException | RuntimeException e) {
            part.channel.close();
            throw e;
        }
    }

    private long recorded() throws IOException {
        try {
            String[] lines = Files.readString(of).split("\n", 2);
            return lines.length == 2 && lines[1].equals(identity()) ? Long.parseLong(lines[0]) : 0;
        } catch (NoSuchFileException | NumberFormatException e) {
            return 0;
        }
    }

    private void resume() throws IOException {
        if (channel.size() < synced) {
            synced = 0;
        }
        channel.truncate(synced);
        channel.position(0);
        ByteBuffer view = ByteBuffer.wrap(buffer);
        while (length < synced) {
            int n = channel.read(view.clear());
            digest.update(buffer, 0, n);
            length += n;
        }
    }

    /** Bytes held. */
    long length() {
        return length;
    }

    /** Whether all bytes came, and none beyond. */
    boolean isWhole() {
        return length == file.size() && !surplus;
    }

    /** Takes bytes until the stream ends or the file's size is reached; then none may follow. */
    void append(InputStream in) throws IOException {
        while (length < file.size()) {
            int n = in.read(buffer, 0, (int) Math.min(BUFFER, file.size() - length));
            if (n < 0) {
                return;
            }
            digest.update(buffer, 0, n);
            ByteBuffer view = ByteBuffer.wrap(buffer, 0, n);
            while (view.hasRemaining()) {
                channel.write(view);
            }
            length += n;
            if (length - synced >= SYNC_EVERY) {
                sync();
            }
        }
        surplus = in.read() >= 0;
    }

    /** Everything to disk and under its final name. @return the SHA-256 */
    String finish() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(bytes, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(of);
        kept = false;
        try (FileChannel directory = FileChannel.open(target.toAbsolutePath().getParent())) {
            directory.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Forgets the bytes: they are of a file that is no more. */
    void discard() throws IOException {
        kept = false;
        channel.close();
        Files.deleteIfExists(of);
        Files.deleteIfExists(bytes);
    }

    private void sync() throws IOException {
        channel.force(false);
        synced = length;
        Path next = of.resolveSibling(of.getFileName() + ".next");
        Files.writeString(next, synced + "\n" + identity());
        Files.move(next, of, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String identity() {
        return file.size() + " " + file.modified() + " " + file.path();
    }

    /** Keeps what was received when the channel broke. */
    @Override
    public void close() throws IOException {
        if (kept) {
            sync();
            channel.close();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
