package omega.channel.ftps;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.ControlSocket;
import omega.channel.Listing;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.Watch;
import omega.channel.credential.Identity;
import omega.channel.credential.Pem;

/** One FTPS session over one control connection (§3.1.1). Everything that stands still is cut after the stall time-out. */
public final class FtpsFolder implements RemoteFolder {
    private static final int READY = 350;

    private final Session session;
    private final Dialogue dialogue;
    private final Data.Opening data;
    private final Directory directory;
    private final Look look;

    private FtpsFolder(Session session, Data.Opening data) {
        this.session = session;
        this.dialogue = session.dialogue();
        this.data = data;
        this.directory = new Directory(session, data);
        this.look = new Look(session, directory);
    }

    /**
     * Connects once and logs in. Settings that cannot work (certificate, key, host name) are refused before {@code before} is
     * asked, so that they spend no slot.
     *
     * @param who the partner, as messages name it
     */
    public static FtpsFolder connect(String who, Partner.Ftps access, Timeouts timeouts, BeforeConnect before)
            throws ChannelException {
        Identity identity = Identity.read(who, access.certificate(), access.key(), access.passphrase());
        List<X509Certificate> trusted =
                access.authorities() == null ? List.of() : Pem.certificates(who, access.authorities());
        SSLContext context = identity.context(trusted);
        Watch watch = new Watch(timeouts);
        ControlSocket control = new ControlSocket(before, timeouts.connect(), watch);
        Dialogue dialogue = new Dialogue(who, access, context, control, watch, timeouts);
        try {
            watch.during(dialogue::logIn);
            watch.loggedIn();
            Session session = new Session(who, dialogue, watch, timeouts);
            session.start();
            return new FtpsFolder(session, new Data.Opening(who, access, context, dialogue, watch, timeouts));
        } catch (IOException | RuntimeException e) {
            watch.close();
            if (e instanceof SSLHandshakeException) {
                Versions.noneFits(access);
            }
            throw Refused.whileConnecting(who, access, identity, e, watch, control);
        }
    }

    @Override
    public List<X509Certificate> serverChain() {
        return dialogue.serverChain();
    }

    @Override
    public Listing list(String path) throws ChannelException {
        return session.operate("list", path, Kind.NO_SUCH_DIRECTORY, () -> {
            List<RemoteFile> files = new ArrayList<>();
            List<Listing.Refused> refused = new ArrayList<>();
            for (Entry entry : directory.entries(path)) {
                String fault = entry.name().fault();
                if (entry.type() == Entry.Type.DIRECTORY) {
                    continue;
                }
                if (fault != null) {
                    refused.add(new Listing.Refused(entry.name().text(), fault));
                    continue;
                }
                RemoteFile file = look.followed(path, entry);
                if (file != null) {
                    files.add(file);
                }
            }
            return new Listing(files, refused);
        });
    }

    @Override
    public RemoteFile stat(String path) throws ChannelException {
        return session.operate("stat", path, Kind.NO_SUCH_FILE, () -> {
            RemoteFile file = look.at(path).file();
            if (file == null) {
                throw session.told("stat", path, Kind.NO_SUCH_FILE, "", null);
            }
            return file;
        });
    }

    @Override
    public InputStream read(RemoteFile file, long offset) throws ChannelException {
        String path = file.path();
        return session.operate("read", path, Kind.NO_SUCH_FILE, () -> {
            Data open = look.surely(path, () -> data.transfer("RETR", Session.wire(path), offset));
            session.transferring(true);
            Bytes bytes = new Bytes(session, look, file, open, offset);
            bytes.skip();
            return bytes;
        });
    }

    @Override
    public long write(String path, InputStream content) throws ChannelException {
        return new Upload(session, data, directory, look, path).send(content);
    }

    @Override
    public void rename(String from, String to) throws ChannelException {
        session.operate("rename", from, Kind.NO_SUCH_FILE, () -> {
            if (look.at(to).there()) {
                throw session.taken(to);
            }
            return look.surely(from, () -> {
                Reply ready = dialogue.ask("RNFR", Session.wire(from));
                if (ready.code() != READY) {
                    throw new Reply.Refusal(ready);
                }
                Reply renamed = dialogue.ask("RNTO", Session.wire(to));
                if (!renamed.done() && look.at(to).there()) {
                    throw session.taken(to);
                }
                return renamed.orRefuse();
            });
        });
    }

    @Override
    public void delete(String path) throws ChannelException {
        session.operate(
                "delete",
                path,
                Kind.NO_SUCH_FILE,
                () -> look.surely(
                        path, () -> dialogue.ask("DELE", Session.wire(path)).orRefuse()));
    }

    @Override
    public void close() {
        session.close();
    }
}
