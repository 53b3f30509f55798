package omega.channel.ftps;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import org.jspecify.annotations.Nullable;

/** What directories list: {@code MLSD} where the server has it, else {@code LIST}, which each server writes as it likes. */
record Directory(Session session, Data.Opening data) {
    private static final int MOST_LISTINGS = 4;

    /** Lines, and whether the server signed their end. */
    private record Told(List<String> lines, boolean signed) {}

    /** Whether entries tell type, size and time exactly. */
    boolean isExact() {
        return session.dialogue().abilities().has("MLST");
    }

    List<Entry> entries(String path) throws IOException {
        return isExact() ? mlsd(path) : listed(path);
    }

    private List<Entry> mlsd(String path) throws IOException {
        try {
            List<String> lines = lines("MLSD", Session.wire(path));
            if (lines.isEmpty()) {
                enter(path); // a directory that is not there lists as an empty one on some servers
            }
            return lines.stream().map(Entry::ofMlsd).toList();
        } catch (Reply.Refusal e) {
            if (e.reply().unknown()) {
                session.dialogue().withoutMlst();
                return listed(path);
            }
            enter(path);
            throw e;
        }
    }

    /** The older listing. */
    List<Entry> listed(String path) throws IOException {
        enter(path);
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

    /** @throws ChannelException when it is not there, or closed to us */
    void enter(String path) throws IOException {
        Reply reply = session.dialogue().ask("CWD", Session.wire(path));
        if (!reply.done()) {
            throw session.told(
                    "list",
                    path,
                    reply.speaksOfPermission() ? Kind.NO_PERMISSION : Kind.NO_SUCH_DIRECTORY,
                    reply.text(),
                    null);
        }
    }

    /**
     * A listing whose end nobody signed may have been cut by the network, however content the server is: it counts once it comes twice
     * alike. What a cut took from it would else be taken for withdrawn.
     */
    private List<String> lines(String command, @Nullable String argument) throws IOException {
        Told told = once(command, argument);
        for (int i = 1; !told.signed(); i++) {
            if (i == MOST_LISTINGS) {
                session.dialogue().transferFailed();
                throw new ChannelException(
                        Kind.CONNECTION_LOST,
                        session.who() + ": the listing breaks off again and again; the next slot tries again");
            }
            Told again = once(command, argument);
            if (again.lines().equals(told.lines())) {
                return again.lines();
            }
            told = again;
        }
        return told.lines();
    }

    private Told once(String command, @Nullable String argument) throws IOException {
        Data open = data.transfer(command, argument, 0);
        List<String> lines;
        boolean signed;
        try {
            lines = Lines.of(open.tls().getInputStream(), session.watch(), session.who());
            signed = !open.plain().isBrokenOff();
        } catch (ChannelException e) {
            throw e;
        } catch (IOException e) {
            throw session.broken(e);
        } finally {
            open.received();
        }
        session.dialogue().reply().orRefuse();
        return new Told(lines, signed);
    }
}
