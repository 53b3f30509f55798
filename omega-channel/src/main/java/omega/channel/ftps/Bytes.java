package omega.channel.ftps;

import java.io.IOException;
import java.io.InputStream;
import omega.channel.ChannelException.Kind;
import omega.channel.RemoteFile;

/** Bytes of one remote file; each read is watched. The transfer ends with the server's word for it. */
final class Bytes extends InputStream {
    private final Session session;
    private final Look look;
    /** As it was listed. */
    private final RemoteFile file;

    private final Data data;
    private long at;
    private boolean ended;

    Bytes(Session session, Look look, RemoteFile file, Data data, long offset) {
        this.session = session;
        this.look = look;
        this.file = file;
        this.data = data;
        this.at = offset;
    }

    /** Leaves out what the server could not. */
    void skip() throws IOException {
        data.tls().getInputStream().skipNBytes(data.skip());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return ended
                ? -1
                : session.operate("read", file.path(), Kind.NO_SUCH_FILE, () -> received(into, offset, length));
    }

    private int received(byte[] into, int offset, int length) throws IOException {
        int n;
        try {
            n = data.tls().getInputStream().read(into, offset, length);
        } catch (IOException e) {
            ended = true;
            throw session.broken(e);
        }
        if (n < 0) {
            finish();
        } else {
            at += n;
        }
        return n;
    }

    private void finish() throws IOException {
        ended = true;
        boolean signed = !data.plain().isBrokenOff();
        data.received();
        Reply reply = session.dialogue().reply();
        session.transferring(false);
        reply.orRefuse();
        if (!signed && cutOff()) {
            session.dialogue().transferFailed();
            throw session.told(
                    "read", file.path(), Kind.CONNECTION_LOST, "the data connection ended at byte " + at, null);
        }
    }

    /** Not every server signs the end of its data; where none did, a file that still is as long as it was has been cut. */
    private boolean cutOff() throws IOException {
        if (at >= file.size()) {
            return false;
        }
        RemoteFile now = look.at(file.path()).file();
        return now != null && now.size() > at;
    }

    /** Before its end: the server is told by the closed connection, and its reply, whichever it is, is awaited. */
    @Override
    public void close() throws IOException {
        if (ended || session.isOver()) {
            return;
        }
        session.operate("close", file.path(), Kind.NO_SUCH_FILE, () -> {
            byte[] one = new byte[1];
            if (received(one, 0, 1) >= 0) {
                ended = true;
                data.plain().close();
                session.dialogue().reply();
                session.transferring(false);
            }
            return true;
        });
    }
}
