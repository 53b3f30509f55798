package omega.channel.ftps;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.RemoteFile;
import omega.channel.Watch;
import org.jspecify.annotations.Nullable;

/** A new file on its way to the server; its size is checked at the end. */
record Upload(Session session, Data.Opening data, Directory directory, Look look, String path) {
    private static final int PIECE = 64 << 10;

    /** How many bytes were written; never over what is there. */
    long send(InputStream content) throws ChannelException {
        Data open = session.operate("create", path, Kind.NO_SUCH_DIRECTORY, () -> {
            if (look.at(path).there()) {
                throw session.taken(path);
            }
            return storing(() -> data.transfer("STOR", Session.wire(path), 0));
        });
        session.transferring(true);
        try {
            long written = send(content, open);
            session.operate("check", path, Kind.NO_SUCH_FILE, () -> checked(written));
            return written;
        } finally {
            session.transferring(false);
        }
    }

    /**
     * A file of another length was cut on its way, whatever the server said. Where there is none, or nothing is said of it, all stays acknowledged: OMEGA may have picked it up
     * already, so nobody may take it for one that never was whole.
     */
    private boolean checked(long written) throws IOException {
        RemoteFile file = seen();
        if (file != null && file.size() != written) {
            session.dialogue().transferFailed();
            throw new ChannelException(
                    Kind.CONNECTION_LOST,
                    session.who() + ": of " + written + " bytes written to " + path + " the server holds " + file.size()
                            + "; the next slot tries again. If it goes on, tell GRDF");
        }
        return true;
    }

    private @Nullable RemoteFile seen() throws IOException {
        try {
            return look.at(path).file();
        } catch (Reply.Refusal e) {
            if (e.reply().kind(Kind.NO_SUCH_FILE).endsSession()) {
                throw e;
            }
            return null;
        } catch (ChannelException e) {
            if (e.kind().endsSession()) {
                throw e;
            }
            return null;
        }
    }

    private long send(InputStream content, Data open) throws ChannelException {
        byte[] buffer = new byte[PIECE];
        long written = 0;
        try {
            OutputStream out = open.tls().getOutputStream();
            for (int n; (n = content.read(buffer)) > 0; written += n) {
                int length = n;
                session.operate("write", path, Kind.NO_SUCH_FILE, () -> storing(() -> written(out, buffer, length)));
            }
        } catch (ChannelException e) {
            throw e;
        } catch (IOException e) {
            // to the server an upload that stops looks like one that is whole: so the session ends with it
            throw session.ended(new ChannelException(
                    Kind.CONFIGURATION, session.who() + ": what was to be written to " + path + " cannot be read", e));
        }
        session.operate("write", path, Kind.NO_SUCH_FILE, () -> {
            open.sent();
            return storing(() -> session.dialogue().reply().orRefuse());
        });
        return written;
    }

    private boolean written(OutputStream out, byte[] buffer, int length) throws IOException {
        try {
            out.write(buffer, 0, length);
            return true;
        } catch (IOException e) {
            throw session.broken(e);
        }
    }

    /** Tells a directory that is missing from one that may not be written to. */
    private <T> T storing(Watch.Operation<T> operation) throws IOException {
        try {
            return operation.run();
        } catch (Reply.Refusal e) {
            Kind kind = e.reply().kind(Kind.NO_PERMISSION);
            if (kind == Kind.REFUSED || kind == Kind.NO_PERMISSION) {
                directory.enter(Look.parent(path));
            }
            throw session.told("write", path, kind, e.reply().text(), e);
        }
    }
}
