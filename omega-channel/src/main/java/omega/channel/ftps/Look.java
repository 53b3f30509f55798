package omega.channel.ftps;

import java.io.IOException;
import java.time.Instant;
import omega.channel.ChannelException.Kind;
import omega.channel.RemoteFile;
import omega.channel.Watch;
import org.jspecify.annotations.Nullable;

/** What is at a path: {@code MLST} where the server has it, else {@code SIZE} and {@code MDTM}, else a listing. */
record Look(Session session, Directory directory) {

    /** Nothing, something, or a file. */
    record Seen(boolean there, @Nullable RemoteFile file) {
        static final Seen NOTHING = new Seen(false, null);
        static final Seen SOMETHING = new Seen(true, null);
    }

    Seen at(String path) throws IOException {
        if (directory.isExact()) {
            Reply reply = session.dialogue().ask("MLST", Session.wire(path));
            if (reply.done() && reply.lines().size() > 1) {
                return seen(path, Entry.ofMlsd(reply.lines().get(1).stripLeading()));
            }
            if (!reply.unknown()) {
                return absent(reply);
            }
        }
        return sized(path);
    }

    /**
     * The listed file with size and time as {@link #at} would tell them; as the listing told them where the server will not say: that entry must not hide all others. Null for
     * what is no file, or a link that leads nowhere.
     */
    @Nullable
    RemoteFile followed(String parent, Entry entry) throws IOException {
        String path = RemoteFile.path(parent, entry.name().text());
        Instant modified = entry.modified();
        if (entry.type() == Entry.Type.FILE
                && entry.size() >= 0
                && modified != null
                && (directory.isExact() || !asksForTimes())) {
            return new RemoteFile(path, entry.size(), modified);
        }
        if (entry.type() == Entry.Type.OTHER) {
            return null;
        }
        try {
            return sized(path).file();
        } catch (Reply.Refusal e) {
            if (e.reply().kind(Kind.NO_SUCH_FILE).endsSession()) {
                throw e;
            }
            return entry.type() == Entry.Type.FILE && entry.size() >= 0 && modified != null
                    ? new RemoteFile(path, entry.size(), modified)
                    : null;
        }
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
        Dialogue.Features abilities = session.dialogue().abilities();
        return abilities.has("MDTM") && abilities.has("SIZE");
    }

    private Seen sized(String path) throws IOException {
        if (!asksForTimes()) {
            return listedAt(path);
        }
        Reply size = session.dialogue().ask("SIZE", Session.wire(path));
        if (!size.done()) {
            return absent(size);
        }
        Reply time = session.dialogue().ask("MDTM", Session.wire(path));
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
        for (Entry entry : directory.listed(parent(path))) {
            if (entry.name().fault() == null && entry.name().text().equals(name)) {
                Instant modified = entry.modified();
                return entry.type() == Entry.Type.FILE && modified != null
                        ? new Seen(true, new RemoteFile(path, entry.size(), modified))
                        : Seen.SOMETHING;
            }
        }
        return Seen.NOTHING;
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** Nothing is there, or the server will not say. */
    private static Seen absent(Reply reply) throws Reply.Refusal {
        if ((reply.code() == 550 || reply.code() == 501 || reply.code() == 553) && !reply.speaksOfPermission()) {
            return Seen.NOTHING;
        }
        throw new Reply.Refusal(reply);
    }

    /** Tells a file that is missing from one that may not be touched: most servers have one code for both. */
    <T> T surely(String path, Watch.Operation<T> operation) throws IOException {
        try {
            return operation.run();
        } catch (Reply.Refusal e) {
            Kind kind = e.reply().kind(Kind.NO_SUCH_FILE);
            if (kind == Kind.CONNECTION_LOST || kind == Kind.NO_SPACE) {
                throw e;
            }
            if (!at(path).there()) {
                throw session.told("use", path, Kind.NO_SUCH_FILE, e.reply().text(), e);
            }
            throw session.told(
                    "use",
                    path,
                    kind == Kind.NO_SUCH_FILE ? Kind.NO_PERMISSION : kind,
                    e.reply().text(),
                    e);
        }
    }
}
