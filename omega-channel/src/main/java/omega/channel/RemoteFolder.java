package omega.channel;

import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * One session with a partner's file tree, whatever the protocol. Paths are absolute and separated by {@code /}. An
 * implementation never connects again by itself: after an error whose {@linkplain ChannelException.Kind#endsSession()
 * kind ends the session}, close it. For one thread at a time.
 */
public interface RemoteFolder extends AutoCloseable {

    /**
     * The regular files of {@code directory}, unordered; a symbolic link to a regular file counts as that file, anything
     * else is left out. Entries whose name must not be trusted are {@linkplain Listing#refused() set apart}.
     *
     * @throws ChannelException {@code NO_SUCH_DIRECTORY}, {@code NO_PERMISSION}, or the session is lost
     */
    Listing list(String directory) throws ChannelException;

    /** The file as it is now; {@code NO_SUCH_FILE} when there is none, and a directory is none. */
    RemoteFile stat(String path) throws ChannelException;

    /**
     * The bytes of a file from {@code offset} (0 is the start) to the size it was listed with, streamed with read-ahead; where it is no
     * longer of that size fewer may come, or more. Reads throw {@link ChannelException}. At most one stream is open at a time;
     * close it before the next operation.
     */
    InputStream read(RemoteFile file, long offset) throws ChannelException;

    /**
     * Writes a new file and returns the number of bytes that the server has acknowledged. Never replaces: a path that is
     * taken is {@code ALREADY_EXISTS}. After any other error a part of the file may remain under {@code path}.
     */
    long write(String path, InputStream content) throws ChannelException;

    /**
     * Renames without replacing: {@code ALREADY_EXISTS} when {@code to} is taken. After {@code TIMED_OUT} or
     * {@code CONNECTION_LOST} it is unknown whether the rename took place.
     */
    void rename(String from, String to) throws ChannelException;

    /** Deletes a file; {@code NO_SUCH_FILE} when there is none. */
    void delete(String path) throws ChannelException;

    /** The certificates that the server showed, its own first; empty where the protocol has none. */
    default List<X509Certificate> serverChain() {
        return List.of();
    }

    /** Ends the session; never throws, never waits longer than the stall time-out. */
    @Override
    void close();
}
