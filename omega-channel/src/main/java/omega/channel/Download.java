package omega.channel;

import java.nio.file.Path;

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
}
