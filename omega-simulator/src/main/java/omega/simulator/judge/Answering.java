package omega.simulator.judge;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.clock.OmegaClock;
import omega.simulator.books.Books;
import omega.simulator.books.Dossier;
import omega.simulator.books.Jugement;
import omega.simulator.books.Jugement.Ligne;
import omega.simulator.publish.Due;
import omega.simulator.publish.Publishing;
import omega.simulator.publish.Row;
import omega.simulator.publish.Told;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts the comptes-rendus out when their time has come (§3.2.3). One thread at a time. */
public final class Answering {
    private static final Logger LOG = Logger.getLogger(Answering.class);

    private final Catalogue catalogue;
    private final Books books;
    private final Publishing publishing;
    /** Those for which the pack leaves no name; a restart tries them again. */
    private final Set<String> unanswerable = new HashSet<>();

    public Answering(Catalogue catalogue, Books books, Publishing publishing) {
        this.catalogue = catalogue;
        this.books = books;
        this.publishing = publishing;
    }

    boolean isDue(Instant now) {
        return !due(now).isEmpty();
    }

    void until(Instant instant) {
        for (Dossier each : due(instant)) {
            try {
                answer(each);
            } catch (IllegalStateException e) {
                unanswerable.add(each.depot().id());
                LOG.warnf("no compte-rendu of %s: %s", each.depot().id(), e.getMessage());
            }
        }
    }

    private List<Dossier> due(Instant instant) {
        return books.unanswered(instant).stream()
                .filter(each -> !unanswerable.contains(each.depot().id()))
                .sorted(Comparator.comparing(each -> reponse(jugement(each))))
                .toList();
    }

    private static Jugement jugement(Dossier dossier) {
        return Objects.requireNonNull(dossier.jugement());
    }

    private static Instant reponse(Jugement jugement) {
        return Objects.requireNonNull(jugement.reponse());
    }

    private void answer(Dossier dossier) {
        Flux flux = catalogue.flux().get(Flux.COMPTE_RENDU);
        if (flux == null) {
            throw new IllegalStateException("the pack has no " + Flux.COMPTE_RENDU);
        }
        Instant instant = reponse(jugement(dossier));
        Due due = new Due(
                dossier.depot().partenaire(),
                flux,
                instant.atZone(OmegaClock.PARIS).toLocalDate(),
                instant);
        publishing.answer(
                due, new Told(List.of(row(dossier)), false, dossier.depot().id()));
    }

    private static Row row(Dossier dossier) {
        Jugement jugement = jugement(dossier);
        Map<String, Object> values = new HashMap<>();
        values.put("nomFichier", dossier.depot().nom());
        values.put("dateDepot", dossier.depot().instant().atZone(OmegaClock.PARIS));
        values.put("resultat", jugement.resultat());
        put(values, "numeroSuiviGlobal", jugement.numeroSuivi());
        put(values, "motif", jugement.motif());
        put(values, "libelle", jugement.libelle());
        if (jugement.motif() == null) {
            long good = jugement.acceptees();
            values.put("nombreDemandes", (long) jugement.lignes().size());
            values.put("nombreAcceptees", good);
            values.put("nombreRefusees", jugement.lignes().size() - good);
        }
        return new Row(values, jugement.lignes().stream().map(Answering::row).toList());
    }

    private static Row row(Ligne ligne) {
        Map<String, Object> values = new HashMap<>();
        values.put("numeroLigne", (long) ligne.numero());
        values.put("resultat", ligne.resultat());
        put(values, "idDemande", ligne.idDemande());
        put(values, "motif", ligne.motif());
        put(values, "champ", ligne.champ());
        put(values, "libelle", ligne.libelle());
        put(values, "numeroSuiviGlobal", ligne.numeroSuivi());
        return new Row(values);
    }

    private static void put(Map<String, Object> values, String field, @Nullable Object value) {
        if (value != null) {
            values.put(field, value);
        }
    }
}
