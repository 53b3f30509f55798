package omega.simulator.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import omega.calendar.Canal;
import omega.calendar.OmegaCalendar;
import omega.clock.OmegaClock;
import omega.simulator.books.Books;
import omega.simulator.books.Fact;
import omega.simulator.play.Reglages;
import org.jboss.logging.Logger;

/**
 * The rule of the doors, over all of them together: one control connection in five minutes of virtual time a partner (§3.2.1), none
 * during maintenance (§3.1). A connection counts as of the accept at the server's socket, and is entered in the books once it is
 * known whose it is. Thread-safe.
 */
public final class Gate {
    private static final Logger LOG = Logger.getLogger(Gate.class);
    private static final Duration GAP = Duration.ofMinutes(5);

    private final Books books;
    private final OmegaClock clock;
    private final OmegaCalendar calendar;

    public Gate(Books books, OmegaClock clock, OmegaCalendar calendar) {
        this.books = books;
        this.clock = clock;
        this.calendar = calendar;
    }

    /** When a connection was accepted. */
    record Accept(Instant instant, Instant reel) {}

    Accept accept() {
        Instant reel = clock.realInstant();
        return new Accept(clock.at(reel), reel);
    }

    /** Enters a partner's connection; why he is to be turned away, if he is. */
    synchronized Optional<String> enter(String canal, String partenaire, String adresse, Accept accept) {
        Optional<Instant> last = books.lastConnexion(partenaire);
        boolean close = last.isPresent()
                && Duration.between(last.get(), accept.instant()).abs().compareTo(GAP) < 0;
        Reglages reglages = books.reglages();
        boolean closed = reglages.fermetureMaintenance()
                && !calendar.isOpen(Canal.FTP, OmegaCalendar.TELECHARGEMENT, accept.instant());
        boolean refused = closed || (close && reglages.refuserConnexionsRapprochees());
        books.write(new Fact.Connexion(partenaire, adresse, accept.instant(), accept.reel(), close, refused, canal));
        if (!refused) {
            return Optional.empty();
        }
        return Optional.of(closed ? "maintenance (§3.1)" : "une connexion toutes les cinq minutes (§3.2.1)");
    }

    /** Enters a connection that ended before anybody proved who he was. */
    void stranger(String canal, String adresse, Accept accept) {
        books.write(new Fact.Connexion(null, adresse, accept.instant(), accept.reel(), false, true, canal));
        LOG.infof("a connection from %s proved no partner's identity", adresse);
    }
}
