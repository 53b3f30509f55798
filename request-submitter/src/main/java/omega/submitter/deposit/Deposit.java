package omega.submitter.deposit;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.RemoteFile;
import omega.channel.RemoteFolder;
import omega.clock.OmegaClock;
import omega.demande.DemandeEvent;
import omega.submitter.book.Booking;
import omega.submitter.book.Quotas;
import omega.submitter.ledger.Ledger;
import omega.submitter.ledger.Lot;
import omega.submitter.ledger.LotState;
import omega.submitter.ledger.LotState.Preuve;
import omega.submitter.partner.Contrat;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One lot's steps within a session. Each change of state is committed only by whoever has seen the last one, so that an attempt that was taken for dead and wakes up late
 * changes nothing: it cannot engage any more, or what it would rename has been moved away.
 *
 * <p>The steps: begin (commit), write under the temporary name, compare its size, engage (commit), rename, look, deposited (commit).
 */
final class Deposit {
    private static final Logger LOG = Logger.getLogger(Deposit.class);
    private final Contrat contrat;
    private final Ledger ledger;
    private final Booking booking;
    private final Quotas quotas;
    private final Departure departure;
    private final OmegaClock clock;
    private final RemoteFolder folder;

    Deposit(
            Contrat contrat,
            Ledger ledger,
            Booking booking,
            Quotas quotas,
            Departure departure,
            OmegaClock clock,
            RemoteFolder folder) {
        this.contrat = contrat;
        this.ledger = ledger;
        this.booking = booking;
        this.quotas = quotas;
        this.departure = departure;
        this.clock = clock;
        this.folder = folder;
    }

    /** Sends a prepared lot, if it may leave now. After an exception the lot stands in {@code Envoi}, to be resolved. */
    void send(Lot prepared) throws ChannelException {
        Optional<Lot> begun = begin(prepared);
        if (begun.isEmpty()) {
            return;
        }
        Lot lot = begun.get();
        LotState.Envoi envoi = (LotState.Envoi) lot.etat();
        Deadline deadline = new Deadline(clock, envoi.limite());
        byte[] bytes = ledger.archive(lot)
                .orElseThrow(() -> new IllegalStateException("the bytes of lot " + lot.id() + " are gone"));
        tidy(lot);
        String temporary = envoi.temporaire();
        if (temporary == null) {
            writeInPlace(lot, envoi, bytes, deadline);
        } else {
            try {
                writeAside(lot, envoi, temporary, bytes, deadline);
            } catch (Ledger.Stale e) {
                delete(temporary); // written after another had given it up: nobody else knows of it
                throw e;
            }
        }
    }

    /** {@code Prepare → Envoi}: the day and its margin are looked at again; another day is booked, or the lot taken apart. */
    private Optional<Lot> begin(Lot lot) {
        LotState.Prepare prepare = (LotState.Prepare) lot.etat();
        return ledger.jdbi().inTransaction(handle -> {
            ledger.lock(handle, lot);
            Optional<Departure.Leave> leave = departure.at(clock.instant());
            if (leave.isEmpty() || lot.jour().isAfter(leave.get().jour())) {
                return Optional.empty();
            }
            boolean moves = !lot.jour().equals(leave.get().jour());
            boolean room = moves
                    ? quotas.book(handle, contrat, leave.get().jour(), lot.nombre())
                    : !quotas.overbooked(handle, contrat, lot.jour());
            if (!room) {
                if (!prepare.libere()) {
                    booking.takeApart(
                            handle,
                            lot,
                            prepare,
                            "the quota of " + leave.get().jour() + " has no room for it any more");
                }
                return Optional.empty();
            }
            if (moves) {
                quotas.giveBack(handle, lot.partenaire(), lot.jour(), lot.nombre());
                handle.createUpdate("UPDATE submitter.lot SET jour = :day WHERE id = :lot")
                        .bind("day", leave.get().jour())
                        .bind("lot", lot.id())
                        .execute();
            }
            int epoch = lot.epoch() + 1;
            return Optional.of(ledger.advance(
                    handle,
                    lot,
                    prepare.sent(
                            contrat.temporaryPath(lot, epoch),
                            contrat.retiredPath(lot, epoch),
                            leave.get().limite())));
        });
    }

    /** Deletes what earlier attempts may have left behind. */
    private void tidy(Lot lot) throws ChannelException {
        if (lot.epoch() > 1) {
            delete(contrat.temporaryPath(lot, lot.epoch() - 1));
            delete(contrat.retiredPath(lot, lot.epoch() - 1));
        }
    }

    private void writeAside(Lot lot, LotState.Envoi envoi, String temporary, byte[] bytes, Deadline deadline)
            throws ChannelException {
        if (deadline.isPast()) {
            resolve(lot);
            return;
        }
        long written;
        try {
            written = folder.write(temporary, new ByteArrayInputStream(bytes));
        } catch (ChannelException e) {
            if (!e.kind().endsSession()) {
                notSent(lot, envoi); // refused before it was whole
            }
            throw e;
        }
        Optional<RemoteFile> file;
        try {
            file = stat(temporary);
        } catch (ChannelException e) {
            if (!e.kind().endsSession()) {
                resolve(lot);
            }
            throw e;
        }
        if (file.isEmpty()) {
            lost(
                    lot,
                    envoi,
                    temporary
                            + " was gone as soon as it was written; if OMEGA picks up such names, set"
                            + " omega.partenaires."
                            + contrat.code() + ".depot.temporaire=aucun");
            return;
        }
        if (written != bytes.length || file.get().size() != bytes.length || deadline.isPast()) {
            LOG.warnf(
                    "lot %d: %d of %d bytes arrived, or too late; it is sent again",
                    lot.id(), file.get().size(), bytes.length);
            resolve(lot);
            return;
        }
        Lot engaged = ledger.advance(lot, envoi.engaged());
        if (deadline.isPast()) {
            resolve(engaged);
            return;
        }
        rename(engaged, temporary);
    }

    private void rename(Lot lot, String temporary) throws ChannelException {
        String path = contrat.path(lot);
        try {
            folder.rename(temporary, path);
        } catch (ChannelException e) {
            if (e.kind() == Kind.ALREADY_EXISTS) {
                taken(lot);
            } else if (!e.kind().endsSession()) {
                resolve(lot);
            }
            throw e;
        }
        look(lot, path);
        deposited(lot, Preuve.RENOMME);
    }

    /** The rename was confirmed; what is seen of it only matters to a person. OMEGA may have picked it up already. */
    private void look(Lot lot, String path) {
        try {
            stat(path)
                    .filter(file -> file.size() != lot.taille())
                    .ifPresent(file -> LOG.errorf(
                            "lot %d has %d bytes at OMEGA instead of %d", lot.id(), file.size(), lot.taille()));
        } catch (ChannelException e) {
            LOG.infof("lot %d was renamed; then: %s", lot.id(), e.getMessage());
        }
    }

    /** The final name is taken: by an earlier attempt of a released lot, or by a stranger's file. */
    private void taken(Lot lot) throws ChannelException {
        LotState.Envoi envoi = (LotState.Envoi) lot.etat();
        if (envoi.libere() && isThere(lot)) {
            delete(envoi.temporaire());
            deposited(lot, Preuve.PRESENT);
            return;
        }
        resolve(lot);
        ledger.find(lot.id())
                .filter(now -> now.etat() instanceof LotState.Prepare(boolean libere) && !libere)
                .ifPresent(now -> ledger.jdbi()
                        .useTransaction(handle -> booking.takeApart(
                                handle, now, (LotState.Prepare) now.etat(), "a file of its name is there already")));
    }

    /** For an OMEGA that picks up any name: nothing can be taken back once it is begun. */
    private void writeInPlace(Lot begun, LotState.Envoi envoi, byte[] bytes, Deadline deadline)
            throws ChannelException {
        Lot lot = ledger.advance(begun, envoi.engaged());
        if (deadline.isPast()) {
            ledger.advance(lot, envoi.notSent());
            return;
        }
        try {
            long written = folder.write(contrat.path(lot), new ByteArrayInputStream(bytes));
            if (written != bytes.length) {
                resolve(lot);
                return;
            }
        } catch (ChannelException e) {
            if (!e.kind().endsSession()) {
                resolve(lot);
            }
            throw e;
        }
        look(lot, contrat.path(lot));
        deposited(lot, Preuve.PRESENT);
    }

    /**
     * Finds out what became of an attempt that did not end: what is still under its temporary name was never renamed, and once it is moved away never will be. What is
     * not there was never written, or OMEGA has picked it up: without a rename only where it takes temporary names, too.
     */
    void resolve(Lot lot) throws ChannelException {
        LotState.Envoi envoi = (LotState.Envoi) lot.etat();
        if (!envoi.engage() && (envoi.temporaire() == null || contrat.epargne())) {
            notSent(lot, envoi);
        } else if (retire(envoi)) {
            if (!contrat.epargne() && !remove(envoi.retire())) {
                lost(lot, envoi, envoi.retire() + " cannot be taken away, or is gone: OMEGA may have picked it up");
                return;
            }
            ledger.advance(lot, envoi.notSent());
            delete(envoi.retire());
        } else if (!envoi.engage()) {
            lost(
                    lot,
                    envoi,
                    "its attempt died, and nothing is there under " + envoi.temporaire()
                            + ": it was never written, or OMEGA picks up such names. Where it does not, set"
                            + " omega.partenaires." + contrat.code() + ".depot.temporaire-epargne=true");
        } else if (isThere(lot)) {
            deposited(lot, Preuve.PRESENT);
        } else {
            lost(lot, envoi, "neither its temporary name nor its final one is there: OMEGA may have picked it up");
        }
    }

    private void notSent(Lot lot, LotState.Envoi envoi) throws ChannelException {
        ledger.advance(lot, envoi.notSent());
        delete(envoi.temporaire());
    }

    /** Whether the attempt's file was still under its temporary name; from now on it is not. */
    private boolean retire(LotState.Envoi envoi) throws ChannelException {
        String temporary = envoi.temporaire();
        String retired = envoi.retire();
        if (temporary == null || retired == null) {
            return false;
        }
        try {
            folder.rename(temporary, retired);
            return true;
        } catch (ChannelException e) {
            return switch (e.kind()) {
                case ALREADY_EXISTS -> true;
                case NO_SUCH_FILE -> stat(retired).isPresent();
                default -> {
                    if (e.kind().endsSession() || stat(retired).isEmpty()) {
                        throw e;
                    }
                    yield true;
                }
            };
        }
    }

    /** Looks whether an uncertain lot has turned up. */
    void lookFor(Lot lot) throws ChannelException {
        if (isThere(lot)) {
            deposited(lot, Preuve.PRESENT);
        }
    }

    private boolean isThere(Lot lot) throws ChannelException {
        return stat(contrat.path(lot))
                .filter(file -> file.size() == lot.taille())
                .isPresent();
    }

    private Optional<RemoteFile> stat(String path) throws ChannelException {
        try {
            return Optional.of(folder.stat(path));
        } catch (ChannelException e) {
            if (e.kind() == Kind.NO_SUCH_FILE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether it was there, and is no more. */
    private boolean remove(@Nullable String path) throws ChannelException {
        if (path == null) {
            return false;
        }
        try {
            folder.delete(path);
            return true;
        } catch (ChannelException e) {
            if (e.kind().endsSession()) {
                throw e;
            }
            return false;
        }
    }

    /** What cannot be deleted is left: it has a name that nothing uses. */
    private void delete(@Nullable String path) throws ChannelException {
        if (path == null) {
            return;
        }
        try {
            folder.delete(path);
        } catch (ChannelException e) {
            if (e.kind().endsSession()) {
                throw e;
            }
            if (e.kind() != Kind.NO_SUCH_FILE) {
                LOG.warnf("%s; it is left there", e.getMessage());
            }
        }
    }

    private void deposited(Lot lot, Preuve preuve) {
        ledger.jdbi().useTransaction(handle -> ledger.deposited(handle, lot, preuve));
        LOG.infof("lot %d is at OMEGA as %s (%s)", lot.id(), lot.fichier(), preuve);
    }

    private void lost(Lot lot, LotState.Envoi envoi, String why) {
        Instant now = clock.instant();
        ledger.jdbi().useTransaction(handle -> {
            ledger.advance(handle, lot, envoi.lost(why));
            ledger.tell(
                    handle,
                    List.of(new DemandeEvent.LotIncertain(lot.partenaire(), lot.id(), lot.fichier(), why, now)));
        });
        LOG.warnf("lot %d is uncertain: %s", lot.id(), why);
    }
}
