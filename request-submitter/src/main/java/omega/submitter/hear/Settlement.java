package omega.submitter.hear;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
 *   <li>A released lot that is refused as a duplicate had arrived the first time: that answer counts.
 * </ul>
 */
@ApplicationScoped
public class Settlement {
    private static final Logger LOG = Logger.getLogger(Settlement.class);
    private final Ledger ledger;
    private final Quotas quotas;
    private final Contrats contrats;
    private final String quotaExceeded;
    private final String duplicate;

    public Settlement(
            Ledger ledger,
            Quotas quotas,
            Contrats contrats,
            @ConfigProperty(name = "omega.submitter.motif.quota", defaultValue = "F06") String quotaExceeded,
            @ConfigProperty(name = "omega.submitter.motif.doublon", defaultValue = "F05") String duplicate) {
        this.ledger = ledger;
        this.quotas = quotas;
        this.contrats = contrats;
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
            case LotState.Defait _ -> LOG.warnf("a compte-rendu names %s, which was taken apart", lot.fichier());
            case LotState.Accepte _, LotState.Refuse _ -> LOG.debugf("%s was answered before", lot.fichier());
        }
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
                          AND (etat = 'Incertain' OR (etat = 'Envoi' AND (contenu ->> 'engage')::boolean)
                               OR (etat = 'Prepare' AND (contenu ->> 'libere')::boolean))
                          AND EXISTS (SELECT FROM submitter.demande
                                      WHERE demande.lot = lot.id AND demande.id_demande = ANY(:ids))
                        FOR UPDATE\
                        """).bind("partner", partner).bindArray("ids", String.class, List.copyOf(ids)));
            lots.forEach(lot -> ledger.deposited(handle, lot, Preuve.SDEM));
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
