package omega.simulator.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import omega.calendar.Canal;
import omega.calendar.OmegaCalendar;
import omega.clock.OmegaClock;
import omega.simulator.books.Books;
import omega.simulator.books.Fact;
import omega.simulator.play.Reglages;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jboss.logging.Logger;

/**
 * Enters control connections in the books, as of the accept at the server's socket, and judges them: one in five minutes of virtual
 * time a partner (§3.2.1), none during maintenance (§3.1). Whose they are is known once a key has been proven.
 */
final class Connections implements SessionListener, ChannelListener {
    private static final Logger LOG = Logger.getLogger(Connections.class);
    private static final Duration GAP = Duration.ofMinutes(5);

    private final Books books;
    private final OmegaClock clock;
    private final OmegaCalendar calendar;
    private final Map<Session, Accept> accepts = new ConcurrentHashMap<>();

    /** Sessions to turn away, and why. */
    private final Map<Session, String> refusals = new ConcurrentHashMap<>();

    private record Accept(Instant instant, Instant reel) {}

    Connections(Books books, OmegaClock clock, OmegaCalendar calendar) {
        this.books = books;
        this.clock = clock;
        this.calendar = calendar;
    }

    @Override
    public void sessionEstablished(Session session) {
        Instant reel = clock.realInstant();
        accepts.put(session, new Accept(clock.at(reel), reel));
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        Accept accept = event == Event.Authenticated ? accepts.remove(session) : null;
        if (accept != null) {
            authenticated(session, session.getUsername(), accept);
        }
    }

    private synchronized void authenticated(Session session, String partenaire, Accept accept) {
        Optional<Instant> last = books.lastConnexion(partenaire);
        boolean close = last.isPresent()
                && Duration.between(last.get(), accept.instant()).abs().compareTo(GAP) < 0;
        Reglages reglages = books.reglages();
        boolean closed = reglages.fermetureMaintenance()
                && !calendar.isOpen(Canal.FTP, OmegaCalendar.TELECHARGEMENT, accept.instant());
        boolean refused = closed || (close && reglages.refuserConnexionsRapprochees());
        books.write(new Fact.Connexion(partenaire, address(session), accept.instant(), accept.reel(), close, refused));
        if (refused) {
            refusals.put(session, closed ? "maintenance (§3.1)" : "une connexion toutes les cinq minutes (§3.2.1)");
        }
    }

    /** Turns a session away at its first channel: before, the answer to its key may still be on its way. */
    @Override
    public void channelInitialized(Channel channel) {
        String why = refusals.get(channel.getSession());
        if (why != null) {
            try {
                channel.getSession().disconnect(SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS, why);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot turn a connection away", e);
            }
        }
    }

    @Override
    public void sessionClosed(Session session) {
        refusals.remove(session);
        Accept accept = accepts.remove(session);
        if (accept != null) {
            books.write(new Fact.Connexion(null, address(session), accept.instant(), accept.reel(), false, true));
            LOG.infof("a connection from %s proved no partner's key", address(session));
        }
    }

    private static String address(Session session) {
        return String.valueOf(session.getRemoteAddress());
    }
}
