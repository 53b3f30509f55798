package omega.channel.ftps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.ControlSocket;
import omega.channel.FileName;
import omega.channel.Listing;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.Watch;
import omega.channel.credential.Identity;
import omega.channel.credential.Pem;
import omega.channel.ftps.Dialogue.Data;
import org.jspecify.annotations.Nullable;

/**
 * One FTPS session over one control connection (§3.1.1). Everything that stands still is cut after the stall time-out, and
 * while the caller does something else the server hears a {@code NOOP} now and then (§3.2.1).
 */
public final class FtpsFolder implements RemoteFolder {
    private static final int WRITE_SIZE = 64 << 10;

    private final String who;
    private final Dialogue dialogue;
    private final Watch watch;
    /** One command at a time: the caller's, or a sign of life. */
    private final ReentrantLock turn = new ReentrantLock();

    private final Thread awake;
    private volatile boolean over;
    private volatile boolean transferring;
    private volatile long used = System.nanoTime();
    private @Nullable RemoteFile seenLast;

    private FtpsFolder(String who, Dialogue dialogue, Watch watch, Timeouts timeouts) {
        this.who = who;
        this.dialogue = dialogue;
        this.watch = watch;
        this.awake = Thread.ofVirtual().name("channel-awake").unstarted(() -> stayAwake(timeouts));
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
        Watch watch = new Watch(timeouts);
        ControlSocket control = new ControlSocket(before, timeouts.connect(), watch);
        Dialogue dialogue = new Dialogue(who, access, identity, trusted, control, watch, timeouts);
        try {
            watch.during(dialogue::logIn);
            watch.loggedIn();
            FtpsFolder folder = new FtpsFolder(who, dialogue, watch, timeouts);
            folder.awake.start();
            return folder;
        } catch (IOException | RuntimeException e) {
            watch.close();
            throw Refused.whileConnecting(who, access, identity, e, watch, control);
        }
    }

    @Override
    public List<X509Certificate> serverChain() {
        return dialogue.serverChain();
    }

    @Override
    public Listing list(String directory) throws ChannelException {
        return operate("list", directory, Kind.NO_SUCH_DIRECTORY, () -> {
            boolean machine = dialogue.abilities().has("MLST");
            List<RemoteFile> files = new ArrayList<>();
            List<Listing.Refused> refused = new ArrayList<>();
            for (Entry entry : machine ? mlsd(directory) : listed(directory)) {
                String fault = entry.name().fault();
                if (entry.type() == Entry.Type.DIRECTORY) {
                    continue;
                }
                if (fault != null) {
                    refused.add(new Listing.Refused(entry.name().text(), fault));
                    continue;
                }
                RemoteFile file = followed(directory, entry, machine);
                if (file != null) {
                    files.add(file);
                }
            }
            return new Listing(files, refused);
        });
    }

    /** The listed file with size and time as {@link #stat} would tell them; null for what is none. */
    private @Nullable RemoteFile followed(String directory, Entry entry, boolean exact) throws IOException {
        String path = RemoteFile.path(directory, entry.name().text());
        Instant modified = entry.modified();
        if (entry.type() == Entry.Type.FILE && entry.size() >= 0 && modified != null && (exact || !asksForTimes())) {
            return new RemoteFile(path, entry.size(), modified);
        }
        return entry.type() == Entry.Type.OTHER ? null : sized(path).file();
    }

    private List<Entry> mlsd(String directory) throws IOException {
        try {
            List<String> lines = lines("MLSD", wire(directory));
            if (lines.isEmpty()) {
                enter(directory); // a directory that is not there lists as an empty one on some servers
            }
            return lines.stream().map(Entry::ofMlsd).toList();
        } catch (Reply.Refusal e) {
            enter(directory);
            throw e;
        }
    }

    /** The older listing, which each server writes as it likes. */
    private List<Entry> listed(String directory) throws IOException {
        enter(directory);
        List<Entry> entries = new ArrayList<>();
        try {
            for (String line : lines("LIST", null)) {
                Entry entry = Entry.ofList(line);
                if (entry != null) {
                    entries.add(entry);
                } else if (!line.startsWith("total ") && !line.isBlank()) {
                    entries.add(Entry.unreadable(line));
                }
            }
        } catch (Reply.Refusal e) {
            if (e.reply().code() != 450 && e.reply().code() != 550) {
                throw e;
            }
            // what some servers say of a directory without files
        }
        return entries;
    }

    private void enter(String directory) throws IOException {
        Reply reply = dialogue.ask("CWD", wire(directory));
        if (!reply.done()) {
            throw told(
                    "list",
                    directory,
                    reply.speaksOfPermission() ? Kind.NO_PERMISSION : Kind.NO_SUCH_DIRECTORY,
                    reply.text(),
                    null);
        }
    }

    private List<String> lines(String command, @Nullable String argument) throws IOException {
        Data data = dialogue.transfer(command, argument, 0);
        List<String> lines;
        try {
            lines = Lines.of(data.tls().getInputStream(), watch, who);
        } catch (ChannelException e) {
            throw e;
        } catch (IOException e) {
            throw broken(e);
        } finally {
            data.received();
        }
        dialogue.reply().orRefuse();
        return lines;
    }

    @Override
    public RemoteFile stat(String path) throws ChannelException {
        return operate("stat", path, Kind.NO_SUCH_FILE, () -> {
            RemoteFile file = look(path).file();
            if (file == null) {
                throw told("stat", path, Kind.NO_SUCH_FILE, "", null);
            }
            seenLast = file;
            return file;
        });
    }

    /** What is at a path: nothing, something, or a file. */
    private record Seen(boolean there, @Nullable RemoteFile file) {
        static final Seen NOTHING = new Seen(false, null);
        static final Seen SOMETHING = new Seen(true, null);
    }

    private Seen look(String path) throws IOException {
        if (dialogue.abilities().has("MLST")) {
            Reply reply = dialogue.ask("MLST", wire(path));
            if (reply.done() && reply.lines().size() > 1) {
                return seen(path, Entry.ofMlsd(reply.lines().get(1).stripLeading()));
            }
            if (!reply.unknown()) {
                return absent(reply);
            }
        }
        return sized(path);
    }

    private Seen seen(String path, Entry entry) throws IOException {
        Instant modified = entry.modified();
        return switch (entry.type()) {
            case FILE ->
                entry.size() >= 0 && modified != null
                        ? new Seen(true, new RemoteFile(path, entry.size(), modified))
                        : sized(path);
            case LINK -> new Seen(true, sized(path).file());
            case DIRECTORY, OTHER -> Seen.SOMETHING;
        };
    }

    private boolean asksForTimes() {
        return dialogue.abilities().has("MDTM") && dialogue.abilities().has("SIZE");
    }

    private Seen sized(String path) throws IOException {
        if (!asksForTimes()) {
            return listedAt(path);
        }
        Reply size = dialogue.ask("SIZE", wire(path));
        if (!size.done()) {
            return absent(size);
        }
        Reply time = dialogue.ask("MDTM", wire(path));
        Instant modified = time.done() ? Entry.instant(argument(time)) : null;
        long bytes = Entry.number(argument(size));
        if (modified == null || bytes < 0) {
            return time.done() ? Seen.SOMETHING : absent(time);
        }
        return new Seen(true, new RemoteFile(path, bytes, modified));
    }

    private static String argument(Reply reply) {
        String line = reply.lines().getLast();
        return line.length() > 4 ? line.substring(4) : "";
    }

    /** Where a server tells size and time in listings only. */
    private Seen listedAt(String path) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        for (Entry entry : listed(parent(path))) {
            if (entry.name().fault() == null && entry.name().text().equals(name)) {
                Instant modified = entry.modified();
                return entry.type() == Entry.Type.FILE && modified != null
                        ? new Seen(true, new RemoteFile(path, entry.size(), modified))
                        : Seen.SOMETHING;
            }
        }
        return Seen.NOTHING;
    }

    /** Nothing is there, or the server will not say. */
    private static Seen absent(Reply reply) throws Reply.Refusal {
        if ((reply.code() == 550 || reply.code() == 501 || reply.code() == 553) && !reply.speaksOfPermission()) {
            return Seen.NOTHING;
        }
        throw new Reply.Refusal(reply);
    }

    @Override
    public InputStream read(String path, long offset) throws ChannelException {
        return operate("read", path, Kind.NO_SUCH_FILE, () -> {
            Data data = surely(path, () -> dialogue.transfer("RETR", wire(path), offset));
            transferring = true;
            Bytes bytes = new Bytes(path, data, offset);
            bytes.skip();
            return bytes;
        });
    }

    /** Tells a file that is missing from one that may not be touched: most servers have one code for both. */
    private <T> T surely(String path, Watch.Operation<T> operation) throws IOException {
        try {
            return operation.run();
        } catch (Reply.Refusal e) {
            Kind kind = e.reply().kind(Kind.NO_SUCH_FILE);
            if (kind == Kind.CONNECTION_LOST || kind == Kind.NO_SPACE) {
                throw e;
            }
            if (!look(path).there()) {
                throw told("use", path, Kind.NO_SUCH_FILE, e.reply().text(), e);
            }
            throw told(
                    "use",
                    path,
                    kind == Kind.NO_SUCH_FILE ? Kind.NO_PERMISSION : kind,
                    e.reply().text(),
                    e);
        }
    }

    @Override
    public long write(String path, InputStream content) throws ChannelException {
        Data data = operate("create", path, Kind.NO_SUCH_DIRECTORY, () -> {
            if (look(path).there()) {
                throw taken(path);
            }
            return storing(path, () -> dialogue.transfer("STOR", wire(path), 0));
        });
        transferring = true;
        try {
            long written = send(path, content, data);
            operate("check", path, Kind.NO_SUCH_FILE, () -> {
                RemoteFile file = look(path).file();
                if (file == null || file.size() != written) {
                    throw new ChannelException(
                            Kind.REFUSED,
                            who + ": of " + written + " bytes written to " + path + " the server holds "
                                    + (file == null ? "none" : Long.toString(file.size())) + "; tell GRDF");
                }
                return true;
            });
            return written;
        } finally {
            transferring = false;
        }
    }

    /** Tells a directory that is missing from one that may not be written to. */
    private <T> T storing(String path, Watch.Operation<T> operation) throws IOException {
        try {
            return operation.run();
        } catch (Reply.Refusal e) {
            Kind kind = e.reply().kind(Kind.NO_PERMISSION);
            if (kind == Kind.REFUSED || kind == Kind.NO_PERMISSION) {
                enter(parent(path));
            }
            throw told("write", path, kind, e.reply().text(), e);
        }
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private long send(String path, InputStream content, Data data) throws ChannelException {
        byte[] buffer = new byte[WRITE_SIZE];
        long written = 0;
        try {
            OutputStream out = data.tls().getOutputStream();
            for (int n; (n = content.read(buffer)) > 0; written += n) {
                int length = n;
                operate(
                        "write",
                        path,
                        Kind.NO_SUCH_FILE,
                        () -> storing(path, () -> {
                            try {
                                out.write(buffer, 0, length);
                                return true;
                            } catch (IOException e) {
                                throw broken(e);
                            }
                        }));
            }
        } catch (ChannelException e) {
            throw e;
        } catch (IOException e) {
            // to the server an upload that stops looks like one that is whole: so the session ends with it
            throw ended(new ChannelException(
                    Kind.CONFIGURATION, who + ": what was to be written to " + path + " cannot be read", e));
        }
        operate("write", path, Kind.NO_SUCH_FILE, () -> {
            data.sent();
            return storing(path, () -> dialogue.reply().orRefuse());
        });
        return written;
    }

    @Override
    public void rename(String from, String to) throws ChannelException {
        operate("rename", from, Kind.NO_SUCH_FILE, () -> {
            if (look(to).there()) {
                throw taken(to);
            }
            return surely(from, () -> {
                Reply ready = dialogue.ask("RNFR", wire(from));
                if (ready.code() != 350) {
                    throw new Reply.Refusal(ready);
                }
                Reply renamed = dialogue.ask("RNTO", wire(to));
                if (!renamed.done() && look(to).there()) {
                    throw taken(to);
                }
                return renamed.orRefuse();
            });
        });
    }

    @Override
    public void delete(String path) throws ChannelException {
        operate(
                "delete",
                path,
                Kind.NO_SUCH_FILE,
                () -> surely(path, () -> dialogue.ask("DELE", wire(path)).orRefuse()));
    }

    @Override
    public void close() {
        awake.interrupt();
        turn.lock();
        try {
            if (!over && !transferring) {
                watch.during(() -> dialogue.ask("QUIT", null));
            }
        } catch (IOException | RuntimeException e) {
            // the session is over either way
        } finally {
            over = true;
            watch.close();
            turn.unlock();
        }
    }

    private void stayAwake(Timeouts timeouts) {
        try {
            while (!over) {
                Thread.sleep(timeouts.idle().dividedBy(4));
                if (System.nanoTime() - used > timeouts.idle().toNanos() && turn.tryLock()) {
                    try {
                        signOfLife();
                    } finally {
                        turn.unlock();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void signOfLife() {
        if (over || transferring) {
            return;
        }
        try {
            watch.during(() -> dialogue.ask("NOOP", null));
            used = System.nanoTime();
        } catch (IOException | RuntimeException e) {
            over = true;
            watch.cut();
        }
    }

    private static String wire(String path) throws IOException {
        if (path.chars().anyMatch(c -> c < ' ')) {
            throw new IOException("a path must not hold control characters");
        }
        return new String(path.getBytes(UTF_8), ISO_8859_1);
    }

    private <T> T operate(String doing, String path, Kind missing, Watch.Operation<T> operation)
            throws ChannelException {
        turn.lock();
        try {
            if (over) {
                throw told(doing, path, Kind.CONNECTION_LOST, "", null);
            }
            return watch.during(operation);
        } catch (ChannelException e) {
            throw ended(e);
        } catch (Reply.Refusal e) {
            throw ended(told(doing, path, e.reply().kind(missing), e.reply().text(), e));
        } catch (IOException | RuntimeException e) {
            // a session that breaks, or an answer of which the library makes no sense
            Kind kind = watch.stalled() ? Kind.TIMED_OUT : Kind.CONNECTION_LOST;
            throw ended(told(doing, path, kind, FileName.printable(String.valueOf(e.getMessage())), e));
        } finally {
            used = System.nanoTime();
            turn.unlock();
        }
    }

    /** A data connection broke: the server may have said why. */
    private IOException broken(IOException e) {
        Reply said = watch.stalled() ? null : dialogue.lastWords();
        transferring = false;
        return said == null || said.done() ? e : new Reply.Refusal(said);
    }

    private ChannelException ended(ChannelException e) {
        if (e.kind().endsSession()) {
            over = true;
            watch.cut();
        }
        return e;
    }

    private ChannelException taken(String path) {
        return new ChannelException(Kind.ALREADY_EXISTS, who + ": " + path + " exists already; it was left as it is");
    }

    private ChannelException told(String doing, String path, Kind kind, String said, @Nullable Exception e) {
        return Refused.told(who + ": cannot " + doing + " " + FileName.printable(path), kind, said, watch, e);
    }

    /** Bytes of one remote file; each read is watched. The transfer ends with the server's word for it. */
    private final class Bytes extends InputStream {
        private final String path;
        private final Data data;
        private long at;
        private boolean ended;

        Bytes(String path, Data data, long offset) {
            this.path = path;
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
            return ended ? -1 : operate("read", path, Kind.NO_SUCH_FILE, () -> received(into, offset, length));
        }

        private int received(byte[] into, int offset, int length) throws IOException {
            int n;
            try {
                n = data.tls().getInputStream().read(into, offset, length);
            } catch (IOException e) {
                ended = true;
                throw broken(e);
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
            data.received();
            Reply reply = dialogue.reply();
            transferring = false;
            reply.orRefuse();
            if (cutOff()) {
                throw told("read", path, Kind.CONNECTION_LOST, "the data connection ended at byte " + at, null);
            }
        }

        /** TLS does not tell a cut from an end: a file that still is as long as it was has been cut. */
        private boolean cutOff() throws IOException {
            RemoteFile seen = seenLast;
            if (seen == null || !seen.path().equals(path) || at >= seen.size()) {
                return false;
            }
            RemoteFile now = look(path).file();
            return now != null && now.size() > at;
        }

        /** Before its end: the server is told by the closed connection, and its reply, whichever it is, is awaited. */
        @Override
        public void close() throws IOException {
            if (ended || over) {
                return;
            }
            operate("close", path, Kind.NO_SUCH_FILE, () -> {
                byte[] one = new byte[1];
                if (received(one, 0, 1) >= 0) {
                    ended = true;
                    data.plain().close();
                    dialogue.reply();
                    transferring = false;
                }
                return true;
            });
        }
    }
}
