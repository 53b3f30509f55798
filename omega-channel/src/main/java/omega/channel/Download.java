package omega.channel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How the copy of one remote file ended; bad data is a value, a broken channel a {@link ChannelException}. */
public sealed interface Download {

    /** Whole, synced to disk with its directory; {@code sha256} as 64 lower-case hexadecimal digits. */
    record Complete(Path path, String sha256, long bytes) implements Download {}

    /** The remote file is no longer the one that was listed; what had been copied is gone. {@code now} tells what it is. */
    record Changed(RemoteFile listed, RemoteFile now) implements Download {
        public boolean grew() {
            return now.size() > listed.size();
        }

        public boolean shrank() {
            return now.size() < listed.size();
        }
    }

    /** The remote file disappeared before its last byte was read; what had been copied is gone. */
    record Vanished(RemoteFile listed) implements Download {}

    /**
     * Copies {@code listed} to {@code target}, which appears at once and whole, replacing an older one. Until then the bytes
     * lie in {@code target.part}; after a broken channel they stay, and the next call goes on from the last synced byte if
     * size and time of the remote file are still the same. Memory is one buffer. Of what comes beyond the listed size one byte is read: then the bytes before it are not trusted
     * either, whatever the server says of the file, for it may not have begun where it was asked to.
     *
     * <p>A file that the server purges after its last byte was read is complete: nothing contradicts its bytes.
     *
     * @throws ChannelException the channel broke: call again in another session
     * @throws IOException this machine's disk
     */
    static Download fetch(RemoteFolder folder, RemoteFile listed, Path target) throws IOException {
        Part part = Part.open(target, listed);
        try (part) {
            RemoteFile now = copy(folder, listed, part);
            boolean whole = part.isWhole();
            if (now == null && !whole) {
                part.discard();
                return new Vanished(listed);
            }
            if (now != null && (!whole || !now.equals(listed))) {
                part.discard();
                return new Changed(listed, now);
            }
            return new Complete(target, part.finish(), listed.size());
        }
    }

    /** Copies what is missing, then looks once whether the file still is the one that was listed; null when it is gone. */
    private static @Nullable RemoteFile copy(RemoteFolder folder, RemoteFile listed, Part part) throws IOException {
        try {
            if (part.length() < listed.size()) {
                try (InputStream in = folder.read(listed, part.length())) {
                    part.append(in);
                }
            }
            return folder.stat(listed.path());
        } catch (ChannelException e) {
            if (e.kind() == ChannelException.Kind.NO_SUCH_FILE) {
                return null;
            }
            throw e;
        }
    }
}
