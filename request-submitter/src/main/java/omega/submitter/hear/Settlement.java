package omega.submitter.hear;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import omega.clock.OmegaClock;
import omega.demande.DemandeEvent;
import omega.runtime.audit.Audit;
import omega.submitter.book.Booking;
import omega.submitter.book.Quotas;
import omega.submitter.ledger.Ledger;
import omega.submitter.ledger.Lot;
import omega.submitter.ledger.LotState;
import omega.submitter.ledger.LotState.Preuve;
import omega.submitter.partner.Contrat;
import omega.submitter.partner.Contrats;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What comptes-rendus and SDEM mean for lots. Each call is one transaction; hearing the same again changes nothing.
 *
 * <ul>
 *   <li>Any compte-rendu of a lot, and any SDEM line of one of its requests, proves that it is at OMEGA.
 *   <li>A refusal gives the lot's quota back, once; one for the quota lowers the day's limit.
 *   <li>An acceptance beats a refusal of the same file, and an operator's having its requests wait again: they belong to it once more, and are not sent with another lot.
 *   <li>A released lot that is refused as a duplicate had arrived the first time: that answer counts.
 * </ul>
 */
@ApplicationScoped
public class Settlement {
    private static final Logger LOG = Logger.getLogger(Settlement.class);
    private final Ledger ledger;
    private final Quotas quotas;
    private final Contrats contrats;
    private final Booking booking;
    private final OmegaClock clock;
    private final String quotaExceeded;
    private final String duplicate;

    public Settlement(
            Ledger ledger,
            Quotas quotas,
            Contrats contrats,
            Booking booking,
            OmegaClock clock,
            @ConfigProperty(name = "omega.submitter.motif.quota", defaultValue = "F06") String quotaExceeded,
            @ConfigProperty(name = "omega.submitter.motif.doublon", defaultValue = "F05") String duplicate) {
        this.ledger = ledger;
        this.quotas = quotas;
        this.contrats = contrats;
        this.booking = booking;
        this.clock = clock;
        this.quotaExceeded = quotaExceeded;
        this.duplicate = duplicate;
    }

    /**
     * A compte-rendu's account of one file.
     *
     * @param fichier the name it was deposited under
     * @param refuse whether none of it was accepted
     * @param le the compte-rendu's date
     */
    public record CompteRendu(
            String partenaire,
            String fichier,
            boolean refuse,
            @Nullable String motif,
            @Nullable String numeroSuivi,
            Instant le) {}

    /** Level 1 has answered. */
    public void compteRendu(CompteRendu heard) {
        ledger.jdbi().useTransaction(handle -> {
            Optional<Lot> found = ledger.lock(handle, heard.partenaire(), heard.fichier())
                    .or(() -> underTemporaryName(handle, heard));
            if (found.isPresent()) {
                settle(handle, found.get(), heard);
            }
        });
    }

    /**
     * OMEGA may have picked a file up before its rename. That it took one counts, whichever attempt wrote it; that it refused one, perhaps a part of a file, only as
     * long as no other attempt was made.
     */
    private Optional<Lot> underTemporaryName(Handle handle, CompteRendu heard) {
        return Ledger.lots(handle.createQuery("""
            SELECT * FROM submitter.lot WHERE partenaire = :partner AND etat IN ('Prepare', 'Envoi', 'Incertain')
              AND starts_with(:file, fichier || '.') FOR UPDATE\
            """)
                        .bind("partner", heard.partenaire())
                        .bind("file", heard.fichier()))
                .stream()
                .filter(lot -> !heard.refuse() || isOfLastAttempt(lot, heard.fichier()))
                .findFirst();
    }

    private boolean isOfLastAttempt(Lot lot, String name) {
        return !(lot.etat() instanceof LotState.Prepare)
                && contrats.find(lot.partenaire())
                        .map(contrat -> Stream.of(
                                        contrat.temporaryPath(lot, lot.epoch()), contrat.retiredPath(lot, lot.epoch()))
                                .anyMatch(path -> path != null && path.endsWith("/" + name)))
                        .orElse(false);
    }

    private void settle(Handle handle, Lot lot, CompteRendu heard) {
        boolean twin = heard.refuse() && duplicate.equals(heard.motif()) && wasReleased(handle, lot);
        switch (lot.etat()) {
            case LotState.Prepare _, LotState.Envoi _, LotState.Incertain _ -> {
                Lot deposited = ledger.deposited(handle, lot, Preuve.COMPTE_RENDU);
                if (!twin) {
                    answered(handle, deposited, heard);
                }
            }
            case LotState.Depose _ -> {
                if (!twin) {
                    answered(handle, lot, heard);
                }
            }
            case LotState.Refuse refuse
            when !heard.refuse() -> {
                quotas.taken(handle, lot.partenaire(), lot.jour(), lot.nombre());
                contradicted(
                        handle,
                        lot,
                        heard,
                        "it was refused before" + (refuse.motif() == null ? "" : " (" + refuse.motif() + ")"));
            }
            case LotState.Defait _
            when !heard.refuse() -> {
                quotas.taken(handle, lot.partenaire(), lot.jour(), lot.nombre());
                contradicted(handle, lot, heard, "its requests were waiting again" + reclaimed(handle, lot));
            }
            case LotState.Defait _, LotState.Accepte _, LotState.Refuse _ ->
                LOG.debugf("%s was answered before", lot.fichier());
        }
    }

    /** OMEGA took the file after all: its answer and what stood against it are recorded. */
    private void contradicted(Handle handle, Lot lot, CompteRendu heard, String before) {
        LOG.warnf("OMEGA accepted %s, though %s", lot.fichier(), before);
        ledger.advance(handle, lot, new LotState.Accepte(heard.numeroSuivi(), heard.le(), before));
        ledger.audit()
                .write(
                        handle,
                        Audit.MACHINE,
                        Audit.Action.DEPOT,
                        lot.partenaire(),
                        lot.fichier() + " (lot " + lot.id() + ")",
                        "CONTREDIT",
                        before);
    }

    /**
     * Has the requests of a lot that was taken apart belong to it again, so that they are not sent with another one; what came of those that are beyond recall.
     */
    private String reclaimed(Handle handle, Lot lot) {
        List<DemandeEvent.EnLot> lines = handle.createQuery(
                        "SELECT valeur FROM submitter.evenement WHERE type = 'EnLot' AND valeur ->> 'lot' = :lot ORDER BY id")
                .bind("lot", Long.toString(lot.id()))
                .mapTo(String.class)
                .map(Settlement::line)
                .list();
        Set<String> back = new HashSet<>();
        List<Lot> others;
        do {
            others = others(handle, lot, lines);
            others.forEach(other -> recall(handle, other, lot));
            back.addAll(waiting(handle, lot, lines));
        } while (others(handle, lot, lines).stream().anyMatch(Settlement::isRecallable));
        Instant now = clock.instant();
        List<DemandeEvent> told = new ArrayList<>();
        for (DemandeEvent.EnLot each : lines) {
            if (back.remove(each.idDemande())) {
                told.add(new DemandeEvent.EnLot(
                        each.partenaire(),
                        each.idDemande(),
                        each.kind(),
                        each.pce(),
                        each.lot(),
                        each.fichier(),
                        each.ligne(),
                        each.jour(),
                        now));
            }
        }
        ledger.tell(handle, told);
        ledger.tell(handle, List.of(ledger.deposit(lot, Preuve.COMPTE_RENDU, now)));
        List<Lot> twice = others(handle, lot, lines);
        return twice.isEmpty()
                ? ""
                : "; some had gone with lots " + twice.stream().map(Lot::id).toList()
                        + ": ask GRDF to annul what came twice";
    }

    private static DemandeEvent.EnLot line(String json) {
        try {
            return (DemandeEvent.EnLot) DemandeEvent.of(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the database holds no event: " + json, e);
        }
    }

    /** Lots that requests of these lines are in by now, their rows locked. */
    private static List<Lot> others(Handle handle, Lot lot, List<DemandeEvent.EnLot> lines) {
        return Ledger.lots(handle.createQuery("""
            SELECT * FROM submitter.lot WHERE id <> :lot AND id IN (
                SELECT lot FROM submitter.demande WHERE partenaire = :partner AND id_demande = ANY(:ids))
            ORDER BY id FOR UPDATE\
            """)
                .bind("lot", lot.id())
                .bind("partner", lot.partenaire())
                .bindArray("ids", String.class, ids(lines)));
    }

    private static Object[] ids(List<DemandeEvent.EnLot> lines) {
        return lines.stream().map(DemandeEvent.EnLot::idDemande).toArray();
    }

    /** It has not been at OMEGA for certain, and will not be. */
    private static boolean isRecallable(Lot lot) {
        return lot.etat() instanceof LotState.Prepare prepare && !prepare.libere();
    }

    private void recall(Handle handle, Lot lot, Lot accepted) {
        if (lot.etat() instanceof LotState.Prepare prepare && isRecallable(lot)) {
            booking.takeApart(
                    handle, lot, prepare, "OMEGA has accepted lot " + accepted.id() + ", which holds requests of it");
        }
    }

    /** Puts those that wait back to their lines; their ids. */
    private static Set<String> waiting(Handle handle, Lot lot, List<DemandeEvent.EnLot> lines) {
        return handle.createQuery("""
            UPDATE submitter.demande SET etat = 'EN_LOT', lot = :lot, ligne = t.place
            FROM unnest(:ids, :places) AS t (id, place)
            WHERE partenaire = :partner AND id_demande = t.id AND etat = 'EN_ATTENTE' RETURNING id_demande\
            """)
                .bind("lot", lot.id())
                .bind("partner", lot.partenaire())
                .bindArray("ids", String.class, ids(lines))
                .bindArray(
                        "places",
                        Integer.class,
                        lines.stream().map(DemandeEvent.EnLot::ligne).toArray())
                .mapTo(String.class)
                .set();
    }

    private void answered(Handle handle, Lot lot, CompteRendu heard) {
        if (!heard.refuse()) {
            ledger.advance(handle, lot, new LotState.Accepte(heard.numeroSuivi(), heard.le()));
            return;
        }
        ledger.advance(handle, lot, new LotState.Refuse(heard.motif(), heard.le()));
        quotas.giveBack(handle, lot.partenaire(), lot.jour(), lot.nombre());
        Optional<Contrat> contrat = contrats.find(lot.partenaire());
        if (quotaExceeded.equals(heard.motif()) && contrat.isPresent()) {
            quotas.lower(handle, contrat.get(), lot.jour());
            LOG.warnf("OMEGA refused %s for the quota of %s", lot.fichier(), lot.jour());
        }
    }

    private static boolean wasReleased(Handle handle, Lot lot) {
        return handle.createQuery(
                        "SELECT EXISTS (SELECT FROM submitter.evenement WHERE cle = :lot AND type = 'LotLibere')")
                .bind("lot", Long.toString(lot.id()))
                .mapTo(Boolean.class)
                .one();
    }

    /** SDEM tells of requests: the lots that they went in have arrived. */
    public void suivies(String partner, Collection<String> ids) {
        ledger.jdbi().useTransaction(handle -> {
            List<Lot> lots = Ledger.lots(
                    handle.createQuery("""
                        SELECT lot.* FROM submitter.lot WHERE partenaire = :partner
                          AND (etat IN ('Incertain', 'Refuse') OR (etat = 'Envoi' AND (contenu ->> 'engage')::boolean)
                               OR (etat = 'Prepare' AND (contenu ->> 'libere')::boolean))
                          AND EXISTS (SELECT FROM submitter.demande
                                      WHERE demande.lot = lot.id AND demande.id_demande = ANY(:ids))
                        FOR UPDATE\
                        """).bind("partner", partner).bindArray("ids", String.class, List.copyOf(ids)));
            for (Lot lot : lots) {
                if (lot.etat() instanceof LotState.Refuse) {
                    quotas.taken(handle, lot.partenaire(), lot.jour(), lot.nombre());
                    LOG.warnf("SDEM tells of requests of %s, though OMEGA had refused it", lot.fichier());
                }
                ledger.deposited(handle, lot, Preuve.SDEM);
            }
        });
    }

    /** All that OMEGA had put out of a partner's comptes-rendus by {@code until} has been heard. */
    public void regard(String partner, Instant until) {
        ledger.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                    INSERT INTO submitter.regard VALUES (:partner, :until)
                    ON CONFLICT (partenaire) DO UPDATE SET jusqua = greatest(regard.jusqua, excluded.jusqua)\
                    """)
                        .bind("partner", partner)
                        .bind("until", Ledger.utc(until))
                        .execute());
    }

    /** Up to when a partner's comptes-rendus are known. */
    public Optional<Instant> regard(String partner) {
        return ledger.jdbi()
                .withHandle(
                        handle -> handle.createQuery("SELECT jusqua FROM submitter.regard WHERE partenaire = :partner")
                                .bind("partner", partner)
                                .map((row, context) -> java.util.Objects.requireNonNull(Ledger.instant(row, "jusqua")))
                                .findOne());
    }
}
