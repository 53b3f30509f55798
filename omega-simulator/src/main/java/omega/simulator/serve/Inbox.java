package omega.simulator.serve;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import omega.clock.OmegaClock;
import omega.simulator.books.Books;
import omega.simulator.books.Fact;
import omega.simulator.play.Panne;
import omega.simulator.play.Panne.Sorte;
import omega.simulator.publish.Spaces;

/**
 * The directories to which partners write their requests (§3.2.3), whatever the protocol: a door tells it what a partner does, and it
 * enters in the books what came to lie there, and lets happen the faults that were asked for. A file is whole for OMEGA once it is
 * closed. Thread-safe; operations on one partner's directory and OMEGA's taking of its files exclude each other.
 */
public final class Inbox {
    private final Spaces spaces;
    private final Books books;
    private final OmegaClock clock;
    /** Files that are being written, and by how many. */
    private final Map<Path, Integer> open = new HashMap<>();

    /** What to do at once when something has come to lie there, where OMEGA does not wait for it to lie still. */
    private volatile Runnable prompt = () -> {};

    public Inbox(Spaces spaces, Books books, OmegaClock clock) {
        this.spaces = spaces;
        this.books = books;
        this.clock = clock;
    }

    /** Something that a door does on disk. */
    @FunctionalInterface
    public interface Action {
        void run() throws IOException;
    }

    /** How a door opens the file. */
    @FunctionalInterface
    public interface Opening {
        SeekableByteChannel open() throws IOException;
    }

    /** Lets {@code taking} follow at once on what arrives, where the switches give it no time to lie still. */
    public void promptly(Runnable taking) {
        prompt = taking;
    }

    /** Never while the lock is held, for who takes holds another one first. */
    void arrived() {
        if (!Thread.holdsLock(this)
                && books.reglages().demandes().delaiRamassage().isZero()) {
            prompt.run();
        }
    }

    /** After a start: enters what lies there and is not in the books, because a crash came between. */
    public synchronized void repair(Collection<String> partenaires) throws IOException {
        for (String partenaire : partenaires) {
            Set<String> known = new HashSet<>();
            books.lying().stream()
                    .filter(each -> each.partenaire().equals(partenaire))
                    .forEach(each -> known.add(each.nom()));
            try (Stream<Path> files = Files.list(spaces.demandes(partenaire))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String nom = String.valueOf(file.getFileName());
                    if (!known.remove(nom)) {
                        arrived(partenaire, nom, Optional.empty());
                    }
                }
            }
            known.forEach(nom -> books.write(new Fact.Depart(partenaire, nom, clock.instant())));
        }
    }

    /**
     * Opens a file for writing; it has arrived once the channel is closed.
     *
     * @param cut ends the partner's connection without a word
     */
    public SeekableByteChannel write(String partenaire, String nom, Opening opening, Runnable cut) throws IOException {
        slow();
        synchronized (this) {
            SeekableByteChannel channel = opening.open();
            if (lies(partenaire, nom)) {
                books.write(new Fact.Depart(partenaire, nom, clock.instant()));
            }
            open.merge(file(partenaire, nom), 1, Integer::sum);
            return new Incoming(
                    channel,
                    this,
                    () -> closed(partenaire, nom),
                    limit(partenaire, Sorte.DISQUE_PLEIN, () -> {}),
                    limit(partenaire, Sorte.COUPURE_ECRITURE, cut));
        }
    }

    private Optional<Incoming.Limit> limit(String partenaire, Sorte sorte, Runnable then) {
        return books.play(partenaire, sorte, clock.instant()).map(panne -> new Incoming.Limit(panne.nombre(), then));
    }

    private synchronized void closed(String partenaire, String nom) throws IOException {
        open.computeIfPresent(file(partenaire, nom), (_, count) -> count > 1 ? count - 1 : null);
        if (Files.exists(file(partenaire, nom))) {
            arrived(partenaire, nom, Optional.empty());
        }
    }

    private void arrived(String partenaire, String nom, Optional<String> before) throws IOException {
        long size = Files.size(file(partenaire, nom));
        books.write(new Fact.Arrivee(partenaire, nom, before.orElse(null), size, clock.instant()));
    }

    /** Renames inside the directory. */
    public void rename(String partenaire, String from, String to, Action move, Runnable cut) throws IOException {
        slow();
        synchronized (this) {
            if (happens(partenaire, Sorte.COUPURE_AVANT_RENOMMAGE)) {
                cut.run();
                throw new FileSystemException(from, to, "the connection is cut");
            }
            move.run();
            arrived(partenaire, to, Optional.of(from));
            if (happens(partenaire, Sorte.COUPURE_APRES_RENOMMAGE)) {
                cut.run();
            }
        }
        arrived();
    }

    public void remove(String partenaire, String nom, Action removal, Runnable cut) throws IOException {
        slow();
        synchronized (this) {
            removal.run();
            if (lies(partenaire, nom)) {
                books.write(new Fact.Depart(partenaire, nom, clock.instant()));
            }
            if (happens(partenaire, Sorte.COUPURE_APRES_SUPPRESSION)) {
                cut.run();
            }
        }
    }

    private boolean lies(String partenaire, String nom) {
        return books.lying().stream()
                .anyMatch(each ->
                        each.partenaire().equals(partenaire) && each.nom().equals(nom));
    }

    /** Whether the next login of {@code partenaire} is to be refused. */
    public boolean refuses(String partenaire) {
        return happens(partenaire, Sorte.CONNEXION_REFUSEE);
    }

    private boolean happens(String partenaire, Sorte sorte) {
        Optional<Panne> panne = books.play(partenaire, sorte, clock.instant());
        return panne.isPresent();
    }

    /** Waits as long as the switches make each operation of a door last. */
    public void slow() {
        long nanos = books.reglages().lenteur().toNanos();
        if (nanos > 0) {
            LockSupport.parkNanos(nanos);
        }
    }

    /** What lies closed in the directories and has done so since {@code before} or longer. */
    public List<Fact.Arrivee> lying(Instant before) {
        return books.lying().stream()
                .filter(each -> !each.instant().isAfter(before))
                .toList();
    }

    /**
     * Lets OMEGA take a file, while no partner touches it.
     *
     * @return whether it was there and closed
     */
    public synchronized boolean take(Fact.Arrivee arrivee, Action action) throws IOException {
        Path file = file(arrivee.partenaire(), arrivee.nom());
        if (open.containsKey(file) || !Files.exists(file)) {
            return false;
        }
        action.run();
        return true;
    }

    private Path file(String partenaire, String nom) {
        return spaces.demandes(partenaire).resolve(nom);
    }
}
