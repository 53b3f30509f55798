package omega.submitter.book;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import omega.catalogue.Catalogue;
import omega.catalogue.DemandeKind;
import omega.clock.OmegaClock;
import omega.demande.DemandeEvent;
import omega.submitter.check.Check;
import omega.submitter.check.Demande;
import omega.submitter.check.DemandeFault;
import omega.submitter.check.DemandeValide;
import omega.submitter.check.Verdict;
import omega.submitter.ledger.Ledger;
import omega.submitter.ledger.Lot;
import omega.submitter.ledger.LotState;
import omega.submitter.partner.Contrat;
import omega.submitter.plan.Pending;
import omega.submitter.plan.PlannedLot;
import omega.submitter.write.LotFile;
import omega.submitter.write.LotWriter;
import org.jdbi.v3.core.Handle;

/**
 * Makes lots: claims their requests, books their quota and freezes their bytes, name and hash in one transaction. Takes them apart again, in one transaction too, as long as they
 * have not been sent. Any number of processes may do so at once.
 */
@ApplicationScoped
public class Booking {
    private static final int HEADER = 1;
    private final Ledger ledger;
    private final Quotas quotas;
    private final Catalogue catalogue;
    private final OmegaClock clock;

    public Booking(Ledger ledger, Quotas quotas, Catalogue catalogue, OmegaClock clock) {
        this.ledger = ledger;
        this.quotas = quotas;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** A request that is claimed for a lot. */
    private record Claimed(long rang, Demande demande, String source, LocalDate jour) {}

    /**
     * Freezes a planned lot. Empty, and nothing done, when the plan is out of date: another process was faster, or the day has no room. A request that no longer
     * fits its kind's layout, because the pack has changed since it was accepted, is refused and left out.
     */
    public Optional<Lot> freeze(Contrat contrat, PlannedLot planned) {
        return ledger.jdbi().inTransaction(handle -> {
            List<Claimed> claimed = claim(handle, contrat, planned);
            if (claimed.size() != planned.demandes().size()) {
                handle.rollback();
                return Optional.empty();
            }
            List<Claimed> sound = new ArrayList<>();
            List<DemandeValide> lines = check(handle, contrat, planned.kind(), claimed, sound);
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            if (!quotas.book(handle, contrat, planned.jour(), lines.size())) {
                handle.rollback();
                return Optional.empty();
            }
            return Optional.of(write(handle, contrat, planned, lines, sound));
        });
    }

    /** Locks the lot's requests, in the plan's order; fewer when others hold or have taken some. */
    private List<Claimed> claim(Handle handle, Contrat contrat, PlannedLot planned) {
        List<Long> ranks = planned.demandes().stream().map(Pending::rang).toList();
        Map<Long, Claimed> found = new HashMap<>();
        handle.createQuery("""
            SELECT rang, contenu, source, recue FROM submitter.demande
            WHERE partenaire = :partner AND etat = 'EN_ATTENTE' AND rang = ANY(:ranks)
            ORDER BY rang FOR UPDATE SKIP LOCKED\
            """)
                .bind("partner", contrat.code())
                .bindArray("ranks", Long.class, ranks)
                .map((row, context) -> new Claimed(
                        row.getLong("rang"),
                        demande(row.getString("contenu")),
                        row.getString("source"),
                        row.getObject("recue", OffsetDateTime.class)
                                .atZoneSameInstant(OmegaClock.PARIS)
                                .toLocalDate()))
                .forEach(each -> found.put(each.rang(), each));
        return ranks.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private static Demande demande(String json) {
        try {
            return Ledger.JSON.readValue(json, Demande.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds no request", e);
        }
    }

    /** As of the day on which each was accepted: what was sound then still is, unless the pack has changed. */
    private List<DemandeValide> check(
            Handle handle, Contrat contrat, String kind, List<Claimed> claimed, List<Claimed> sound) {
        Map<LocalDate, Check> checks = new HashMap<>();
        List<DemandeValide> lines = new ArrayList<>();
        for (Claimed each : claimed) {
            Check check = checks.computeIfAbsent(
                    each.jour(),
                    day -> new Check(
                            catalogue, day.atStartOfDay(OmegaClock.PARIS).toInstant()));
            switch (check.of(each.demande())) {
                case Verdict.Sound(DemandeValide valide) -> {
                    lines.add(valide);
                    sound.add(each);
                }
                case Verdict.Unsound(List<DemandeFault> fautes) -> refuse(handle, contrat, kind, each, fautes);
            }
        }
        return lines;
    }

    private void refuse(Handle handle, Contrat contrat, String kind, Claimed claimed, List<DemandeFault> fautes) {
        handle.createUpdate("UPDATE submitter.demande SET etat = 'REFUSEE' WHERE rang = :rang")
                .bind("rang", claimed.rang())
                .execute();
        ledger.tell(
                handle,
                List.of(new DemandeEvent.Refusee(
                        contrat.code(),
                        claimed.demande().idDemande(),
                        kind,
                        claimed.demande().pce(),
                        fautes.stream()
                                .map(each -> new DemandeEvent.Faute(each.code().name(), each.field(), each.reason()))
                                .toList(),
                        claimed.source(),
                        clock.instant())));
    }

    private Lot write(
            Handle handle, Contrat contrat, PlannedLot planned, List<DemandeValide> lines, List<Claimed> claimed) {
        Instant now = clock.instant();
        DemandeKind kind = Objects.requireNonNull(catalogue.demandes().get(planned.kind()));
        LotFile file = new LotWriter(kind).write(contrat.code(), now, number(handle, contrat, kind, now), lines);
        Lot lot = Ledger.lots(handle.createQuery("""
            INSERT INTO submitter.lot (partenaire, kind, fichier, sha256, taille, archive, nombre, jour, servi, cree,
                                       etat, contenu, change)
            VALUES (:partner, :kind, :file, :sha256, :size, :archive, :count, :day, :served, :now, :state, :content::jsonb, :now)
            RETURNING *\
            """)
                        .bind("partner", contrat.code())
                        .bind("kind", kind.code())
                        .bind("file", file.archiveName())
                        .bind("sha256", file.sha256())
                        .bind("size", file.archive().length)
                        .bind("archive", file.archive())
                        .bind("count", lines.size())
                        .bind("day", planned.jour())
                        .bind("served", Ledger.utc(planned.servedUntil()))
                        .bind("now", Ledger.utc(now))
                        .bind("state", new LotState.Prepare(false).word())
                        .bind("content", Ledger.json(new LotState.Prepare(false))))
                .getFirst();
        handle.createUpdate("""
            UPDATE submitter.demande SET etat = 'EN_LOT', lot = :lot, ligne = :header + t.place
            FROM unnest(:ranks) WITH ORDINALITY AS t (rang, place) WHERE demande.rang = t.rang\
            """)
                .bind("lot", lot.id())
                .bind("header", HEADER)
                .bindArray(
                        "ranks", Long.class, claimed.stream().map(Claimed::rang).toList())
                .execute();
        List<DemandeEvent> events = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            DemandeValide line = lines.get(i);
            events.add(new DemandeEvent.EnLot(
                    contrat.code(),
                    line.idDemande(),
                    line.kind(),
                    line.pce(),
                    lot.id(),
                    lot.fichier(),
                    HEADER + 1 + i,
                    lot.jour(),
                    now));
        }
        ledger.tell(handle, events);
        return lot;
    }

    /** The next number of a kind's files whose name fits its template and was never used. */
    private static long number(Handle handle, Contrat contrat, DemandeKind kind, Instant now) {
        var paris = now.atZone(OmegaClock.PARIS).toLocalDateTime();
        for (int tries = 0; tries < 1_000; tries++) {
            long number = next(handle, contrat, kind);
            String name = kind.archive().format(contrat.code(), paris, number);
            if (kind.archive().match(name).isEmpty()) {
                handle.createUpdate(
                                "UPDATE submitter.numero SET dernier = 0 WHERE partenaire = :partner AND kind = :kind")
                        .bind("partner", contrat.code())
                        .bind("kind", kind.code())
                        .execute();
            } else if (!handle.createQuery(
                            "SELECT EXISTS (SELECT FROM submitter.lot WHERE partenaire = :partner AND fichier = :name)")
                    .bind("partner", contrat.code())
                    .bind("name", name)
                    .mapTo(Boolean.class)
                    .one()) {
                return number;
            }
        }
        throw new IllegalStateException("no name is left for a file of " + kind.code() + " by its template "
                + kind.archive() + "; give it an {instant} or a longer {sequence}");
    }

    private static long next(Handle handle, Contrat contrat, DemandeKind kind) {
        return handle.createQuery("""
            INSERT INTO submitter.numero (partenaire, kind, dernier) VALUES (:partner, :kind, 1)
            ON CONFLICT (partenaire, kind) DO UPDATE SET dernier = numero.dernier + 1 RETURNING dernier\
            """)
                .bind("partner", contrat.code())
                .bind("kind", kind.code())
                .mapTo(Long.class)
                .one();
    }

    /** Within a transaction: the lot is taken apart, its quota given back, its requests wait again. */
    public void takeApart(Handle handle, Lot lot, LotState.Prepare state, String why) {
        ledger.advance(handle, lot, state.takenApart(why));
        handle.createUpdate("UPDATE submitter.lot SET archive = NULL WHERE id = :lot")
                .bind("lot", lot.id())
                .execute();
        handle.createUpdate(
                        "UPDATE submitter.demande SET etat = 'EN_ATTENTE', lot = NULL, ligne = NULL WHERE lot = :lot")
                .bind("lot", lot.id())
                .execute();
        quotas.giveBack(handle, lot.partenaire(), lot.jour(), lot.nombre());
        ledger.tell(
                handle,
                List.of(new DemandeEvent.LotDefait(lot.partenaire(), lot.id(), lot.fichier(), why, clock.instant())));
    }
}
