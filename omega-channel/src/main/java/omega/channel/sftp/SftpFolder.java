package omega.channel.sftp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.hierynomus.sshj.sftp.RemoteResourceSelector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RemoteResourceInfo;
import net.schmizz.sshj.sftp.RenameFlags;
import net.schmizz.sshj.sftp.Response;
import net.schmizz.sshj.sftp.SFTPEngine;
import net.schmizz.sshj.sftp.SFTPException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.ControlSocket;
import omega.channel.FileName;
import omega.channel.Listing;
import omega.channel.OneSocket;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.Watch;
import org.jspecify.annotations.Nullable;

/** One SFTP session over one TCP connection (§3.1.2). Everything that stands still is cut after the stall time-out. */
public final class SftpFolder implements RemoteFolder {
    private static final int MOST_ENTRIES = 200_000;
    private static final int WRITES_AHEAD = 32;
    private static final int WRITE_SIZE = 32 << 10;
    private static final int WINDOW = 16 << 20;
    private static final int PACKET = 128 << 10;
    private static final int READ_AHEAD = 128 << 10;

    private final String who;
    private final SSHClient client;
    private final Watch watch;
    private final SFTPEngine engine;
    private volatile boolean over;

    private SftpFolder(String who, SSHClient client, Watch watch, SFTPEngine engine) {
        this.who = who;
        this.client = client;
        this.watch = watch;
        this.engine = engine;
    }

    /**
     * Connects once and logs in. Settings that cannot work (key, known_hosts, host name) are refused before {@code before}
     * is asked, so that they spend no slot.
     *
     * @param who the partner, as messages name it
     */
    public static SftpFolder connect(String who, Partner.Sftp access, Timeouts timeouts, BeforeConnect before)
            throws ChannelException {
        SSHClient client = newClient();
        KeyPair key = UserKey.read(who, access, client);
        KnownHost knownHost = KnownHost.read(who, access);
        Watch watch = new Watch(timeouts);
        ControlSocket control = new ControlSocket(before, timeouts.connect(), watch);
        control.readAhead(READ_AHEAD);
        try {
            configure(client, timeouts, knownHost, control);
            SFTPEngine engine = watch.during(() -> logIn(client, timeouts, access, key, watch));
            watch.loggedIn();
            return new SftpFolder(who, client, watch, engine);
        } catch (IOException e) {
            ChannelException told = toldOfConnect(who, access, e, watch, knownHost, control);
            hangUp(client, watch);
            throw told;
        } catch (RuntimeException e) {
            hangUp(client, watch);
            throw new ChannelException(
                    Kind.CONNECTION_LOST, who + ": the host's answers make no sense; is it an SFTP server?", e);
        }
    }

    /** The JDK's cryptography is enough, and twice as fast as Bouncy Castle's; AES-GCM is what it does best. */
    static SSHClient newClient() {
        SecurityUtils.setRegisterBouncyCastle(false);
        Config config = new DefaultConfig();
        config.setCipherFactories(preferring("-gcm@", config.getCipherFactories()));
        config.setMACFactories(preferring("sha2", config.getMACFactories()));
        return new SSHClient(config);
    }

    private static <T> List<Factory.Named<T>> preferring(String part, List<Factory.Named<T>> all) {
        return all.stream()
                .sorted(Comparator.comparing(each -> !each.getName().contains(part)))
                .toList();
    }

    private static void configure(SSHClient client, Timeouts timeouts, KnownHost knownHost, ControlSocket control) {
        int stall = Math.toIntExact(timeouts.stall().toMillis());
        // Names are bytes: Latin-1 carries each of them through the library, and FileName judges them.
        client.setRemoteCharset(ISO_8859_1);
        client.setSocketFactory(new OneSocket(control));
        client.setTimeout(stall);
        client.getTransport().setTimeoutMs(stall);
        client.getConnection().setTimeoutMs(stall);
        client.getConnection().setWindowSize(WINDOW);
        client.getConnection().setMaxPacketSize(PACKET);
        client.addHostKeyVerifier(knownHost);
    }

    private static SFTPEngine logIn(SSHClient client, Timeouts timeouts, Partner.Sftp access, KeyPair key, Watch watch)
            throws IOException {
        client.connect(access.host(), access.port());
        watch.progress();
        client.authPublickey(access.user(), new KeyPairWrapper(key));
        watch.progress();
        SFTPEngine engine = new SFTPEngine(client).init();
        engine.setTimeoutMs(Math.toIntExact(timeouts.stall().toMillis()));
        return engine;
    }

    @Override
    public Listing list(String directory) throws ChannelException {
        return operate("list", directory, Kind.NO_SUCH_DIRECTORY, () -> {
            List<RemoteFile> files = new ArrayList<>();
            List<Listing.Refused> refused = new ArrayList<>();
            for (RemoteResourceInfo entry : entries(directory)) {
                FileName name = FileName.of(entry.getName().getBytes(ISO_8859_1));
                String fault = name.fault();
                if (fault != null) {
                    refused.add(new Listing.Refused(name.text(), fault));
                    continue;
                }
                String path = RemoteFile.path(directory, name.text());
                FileAttributes attributes = followed(path, entry.getAttributes());
                if (attributes != null && isFile(attributes)) {
                    files.add(file(path, attributes));
                }
            }
            return new Listing(files, refused);
        });
    }

    private List<RemoteResourceInfo> entries(String directory) throws IOException {
        AtomicInteger seen = new AtomicInteger();
        var open = engine.openDir(wire(directory));
        try (open) {
            RemoteResourceSelector all = entry -> {
                watch.progress();
                return seen.incrementAndGet() > MOST_ENTRIES
                        ? RemoteResourceSelector.Result.BREAK
                        : RemoteResourceSelector.Result.ACCEPT;
            };
            List<RemoteResourceInfo> entries = open.scan(all);
            if (seen.get() > MOST_ENTRIES) {
                throw new ChannelException(
                        Kind.REFUSED,
                        who + ": " + directory + " lists more than " + MOST_ENTRIES + " entries; tell GRDF");
            }
            return entries;
        }
    }

    /** What a listed entry leads to; null for a link that leads nowhere. */
    private @Nullable FileAttributes followed(String path, FileAttributes listed) throws IOException {
        boolean complete = isFile(listed) && listed.has(FileAttributes.Flag.SIZE);
        if (complete || listed.getType() == FileMode.Type.DIRECTORY) {
            return listed;
        }
        watch.progress();
        try {
            return engine.stat(wire(path));
        } catch (SFTPException e) {
            if (e.getStatusCode() == Response.StatusCode.UNKNOWN) {
                throw e;
            }
            return null;
        }
    }

    @Override
    public RemoteFile stat(String path) throws ChannelException {
        return operate("stat", path, Kind.NO_SUCH_FILE, () -> {
            FileAttributes attributes = engine.stat(wire(path));
            if (!isFile(attributes)) {
                throw new ChannelException(Kind.NO_SUCH_FILE, who + ": " + path + " is not a file");
            }
            return file(path, attributes);
        });
    }

    @Override
    public InputStream read(RemoteFile file, long offset) throws ChannelException {
        String path = file.path();
        return operate(
                "read",
                path,
                Kind.NO_SUCH_FILE,
                () -> new Bytes(path, Reading.open(engine, path.getBytes(UTF_8), offset, file.size())));
    }

    @Override
    public long write(String path, InputStream content) throws ChannelException {
        var open = operate("create", path, Kind.NO_SUCH_DIRECTORY, () -> {
            try {
                return engine.open(wire(path), EnumSet.of(OpenMode.WRITE, OpenMode.CREAT, OpenMode.EXCL));
            } catch (SFTPException e) {
                throw isTaken(path, e) ? taken(path, e) : e;
            }
        });
        try {
            OutputStream out = open.new RemoteFileOutputStream(0, WRITES_AHEAD);
            byte[] buffer = new byte[WRITE_SIZE];
            long written = 0;
            for (int n; (n = content.read(buffer)) > 0; written += n) {
                int length = n;
                operate("write", path, Kind.NO_SUCH_FILE, () -> {
                    out.write(buffer, 0, length);
                    return true;
                });
            }
            operate("write", path, Kind.NO_SUCH_FILE, () -> {
                out.flush();
                open.close();
                return true;
            });
            return written;
        } catch (ChannelException e) {
            throw e;
        } catch (IOException e) {
            throw new ChannelException(
                    Kind.CONFIGURATION, who + ": what was to be written to " + path + " cannot be read", e);
        }
    }

    @Override
    public void rename(String from, String to) throws ChannelException {
        operate("rename", from, Kind.NO_SUCH_FILE, () -> {
            if (exists(to)) {
                throw taken(to, null);
            }
            watch.progress();
            try {
                engine.rename(wire(from), wire(to), Set.<RenameFlags>of());
            } catch (SFTPException e) {
                throw isTaken(to, e) ? taken(to, e) : e;
            }
            return true;
        });
    }

    @Override
    public void delete(String path) throws ChannelException {
        operate("delete", path, Kind.NO_SUCH_FILE, () -> {
            engine.remove(wire(path));
            return true;
        });
    }

    @Override
    public void close() {
        hangUp(client, watch);
    }

    private static void hangUp(SSHClient client, Watch watch) {
        try {
            watch.during(() -> {
                client.disconnect();
                return true;
            });
        } catch (IOException | RuntimeException e) {
            // the session is over either way
        } finally {
            watch.close();
        }
    }

    private boolean exists(String path) throws IOException {
        try {
            engine.lstat(wire(path));
            return true;
        } catch (SFTPException e) {
            if (kindOf(e, Kind.NO_SUCH_FILE) == Kind.NO_SUCH_FILE) {
                return false;
            }
            throw e;
        }
    }

    /** SFTP 3 has no status of its own for a name that is taken, only a failure. */
    private boolean isTaken(String path, SFTPException refusal) throws IOException {
        watch.progress();
        return kindOf(refusal, Kind.NO_SUCH_FILE) == Kind.REFUSED && exists(path);
    }

    private ChannelException taken(String path, @Nullable Throwable cause) {
        return new ChannelException(
                Kind.ALREADY_EXISTS,
                who + ": " + path + " exists already; it was left as it is: look whose it is before you take it away",
                cause);
    }

    private static String wire(String path) {
        return new String(path.getBytes(UTF_8), ISO_8859_1);
    }

    private static boolean isFile(FileAttributes attributes) {
        return attributes.getType() == FileMode.Type.REGULAR || attributes.getType() == FileMode.Type.UNKNOWN;
    }

    private static RemoteFile file(String path, FileAttributes attributes) {
        return new RemoteFile(path, attributes.getSize(), Instant.ofEpochSecond(attributes.getMtime()));
    }

    private <T> T operate(String doing, String path, Kind missing, Watch.Operation<T> operation)
            throws ChannelException {
        if (over) {
            throw told(doing, path, Kind.CONNECTION_LOST, null);
        }
        try {
            return watch.during(operation);
        } catch (ChannelException e) {
            throw e;
        } catch (IOException e) {
            throw ended(told(doing, path, watch.stalled() ? Kind.TIMED_OUT : kindOf(e, missing), e));
        } catch (RuntimeException e) {
            // what the library makes of a session that breaks while it writes, or of an answer that makes no sense
            throw ended(told(doing, path, watch.stalled() ? Kind.TIMED_OUT : Kind.CONNECTION_LOST, e));
        }
    }

    private ChannelException ended(ChannelException e) {
        if (e.kind().endsSession()) {
            over = true;
            watch.cut();
        }
        return e;
    }

    private ChannelException told(String doing, String path, Kind kind, @Nullable Exception e) {
        String what = who + ": cannot " + doing + " " + FileName.printable(path) + ": ";
        return new ChannelException(
                kind,
                what
                        + switch (kind) {
                            case TIMED_OUT -> watch.verdict() + "; the next slot tries again";
                            case CONNECTION_LOST -> "the connection was lost; the next slot tries again";
                            case NO_SUCH_DIRECTORY -> "no such directory; check the partner's directories";
                            case NO_SUCH_FILE -> "no such file; OMEGA may have taken it away since it was listed";
                            case NO_PERMISSION -> "permission denied; ask GRDF to open it for this account";
                            case NO_SPACE -> "the server has no room left; tell GRDF";
                            default -> refused(doing, String.valueOf(e == null ? null : e.getMessage()));
                        },
                e);
    }

    /** SFTP 3 has no words of its own for a disk that is full, a quota that is used up, or a limit on a file's size: each is a failure. */
    private static String refused(String doing, String said) {
        boolean writing = doing.equals("write") || doing.equals("create");
        return "the server refused (" + FileName.printable(said) + ")"
                + (writing
                        ? ", and may have no room left or a quota that is used up; ask GRDF to look at the disk and the quota of this account"
                        : "; the next slot tries again. If it goes on, tell GRDF the server's words");
    }

    /** @param missing what a missing path means here */
    private static Kind kindOf(IOException e, Kind missing) {
        if (caused(e, TimeoutException.class)) {
            return Kind.TIMED_OUT;
        }
        if (!(e instanceof SFTPException sftp)) {
            return Kind.CONNECTION_LOST;
        }
        return switch (sftp.getStatusCode()) {
            case NO_SUCH_FILE, NO_SUCH_PATH, NOT_A_DIRECTORY -> missing;
            case PERMISSION_DENIED, WRITE_PROTECT -> Kind.NO_PERMISSION;
            case NO_SPACE_ON_FILESYSTEM, QUOTA_EXCEEDED -> Kind.NO_SPACE;
            case FILE_ALREADY_EXISTS -> Kind.ALREADY_EXISTS;
            case UNKNOWN, NO_CONNECTION, CONNECITON_LOST -> Kind.CONNECTION_LOST;
            default -> Kind.REFUSED;
        };
    }

    private static ChannelException toldOfConnect(
            String who, Partner.Sftp access, IOException e, Watch watch, KnownHost knownHost, ControlSocket control) {
        if (e instanceof ChannelException told) {
            return told;
        }
        if (!control.reached() && !watch.stalled()) {
            String reason = e instanceof UnknownHostException
                    ? "unknown host"
                    : FileName.printable(String.valueOf(e.getMessage()));
            return new ChannelException(
                    Kind.UNREACHABLE, who + ": cannot connect: " + reason + "; check host, port and firewall", e);
        }
        if (watch.stalled() || caused(e, TimeoutException.class) || caused(e, SocketTimeoutException.class)) {
            return new ChannelException(
                    Kind.TIMED_OUT,
                    who + ": the host stood still while connecting (" + watch.verdict()
                            + "); the next slot tries again",
                    e);
        }
        if (knownHost.refused() != null
                || (e instanceof SSHException ssh
                        && ssh.getDisconnectReason() == DisconnectReason.HOST_KEY_NOT_VERIFIABLE)) {
            return new ChannelException(
                    Kind.HOST_KEY,
                    who + ": the host's key (" + knownHost.refused() + ") is not the one in " + access.knownHosts()
                            + "; do not go on before GRDF has confirmed the new key",
                    e);
        }
        if (e instanceof UserAuthException && !caused(e, SocketException.class)) {
            return new ChannelException(
                    Kind.LOGIN_REFUSED,
                    who + ": the login was refused; check the user name, and that GRDF holds the public half of "
                            + access.key(),
                    e);
        }
        return new ChannelException(
                Kind.CONNECTION_LOST,
                who + ": the host ended the session while connecting ("
                        + FileName.printable(String.valueOf(e.getMessage())) + "); the next slot tries again",
                e);
    }

    private static boolean caused(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Bytes of one remote file; each read is watched. */
    private final class Bytes extends InputStream {
        private final String path;
        private final Reading reading;

        Bytes(String path, Reading reading) {
            this.path = path;
            this.reading = reading;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return operate("read", path, Kind.NO_SUCH_FILE, () -> reading.read(into, offset, length));
        }

        @Override
        public long transferTo(OutputStream out) throws IOException {
            byte[] piece = new byte[Reading.PIECE];
            long all = 0;
            for (int n; (n = read(piece, 0, piece.length)) > 0; all += n) {
                out.write(piece, 0, n);
            }
            return all;
        }

        @Override
        public void close() throws IOException {
            if (over) {
                return;
            }
            operate("close", path, Kind.NO_SUCH_FILE, () -> {
                reading.close();
                return true;
            });
        }
    }
}
