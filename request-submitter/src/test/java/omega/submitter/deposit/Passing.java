package omega.submitter.deposit;

import java.io.InputStream;
import omega.channel.ChannelException;
import omega.channel.Listing;
import omega.channel.RemoteFile;
import omega.channel.RemoteFolder;

/** Passes every call on. */
class Passing implements RemoteFolder {
    private final RemoteFolder real;

    Passing(RemoteFolder real) {
        this.real = real;
    }

    @Override
    public Listing list(String directory) throws ChannelException {
        return real.list(directory);
    }

    @Override
    public RemoteFile stat(String path) throws ChannelException {
        return real.stat(path);
    }

    @Override
    public InputStream read(RemoteFile file, long offset) throws ChannelException {
        return real.read(file, offset);
    }

    @Override
    public long write(String path, InputStream content) throws ChannelException {
        return real.write(path, content);
    }

    @Override
    public void rename(String from, String to) throws ChannelException {
        real.rename(from, to);
    }

    @Override
    public void delete(String path) throws ChannelException {
        real.delete(path);
    }

    @Override
    public void close() {
        real.close();
    }
}
