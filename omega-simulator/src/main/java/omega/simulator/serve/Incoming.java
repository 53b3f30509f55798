package omega.simulator.serve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** A file that is being written, with the faults that shall befall it. For one thread, but for {@link #close}. */
final class Incoming implements SeekableByteChannel {
    private final SeekableByteChannel channel;
    private final Inbox inbox;
    private final Inbox.Action closed;
    private final Optional<Limit> disk;
    private final Optional<Limit> line;
    private long written;

    /** After how many bytes it ends, and what happens then. */
    record Limit(long bytes, Runnable then) {}

    Incoming(
            SeekableByteChannel channel, Inbox inbox, Inbox.Action closed, Optional<Limit> disk, Optional<Limit> line) {
        this.channel = channel;
        this.inbox = inbox;
        this.closed = closed;
        this.disk = disk;
        this.line = line;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        inbox.slow();
        within(bytes, disk, "No space left on device");
        within(bytes, line, "the connection is cut");
        int count = channel.write(bytes);
        written += count;
        return count;
    }

    private void within(ByteBuffer bytes, Optional<Limit> limit, String why) throws IOException {
        if (limit.isEmpty() || written + bytes.remaining() <= limit.get().bytes()) {
            return;
        }
        ByteBuffer part = bytes.duplicate();
        part.limit(part.position() + (int) (limit.get().bytes() - written));
        while (part.hasRemaining()) {
            written += channel.write(part);
        }
        limit.get().then().run();
        throw new FileSystemException(null, null, why);
    }

    @Override
    public void close() throws IOException {
        synchronized (inbox) {
            if (channel.isOpen()) {
                channel.close();
                closed.run();
            }
        }
        inbox.arrived();
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return channel.read(bytes);
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        channel.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        channel.truncate(size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }
}
