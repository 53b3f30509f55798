package omega.submitter.check;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mass request as its caller wrote it, nothing of it checked; null and empty are absent.
 *
 * @param idDemande the caller's reference
 * @param kind the guide's code, {@code CHF}
 * @param dateSouhaitee {@code 2026-11-23}
 * @param echeance latest arrival at OMEGA, with an offset: {@code 2026-11-23T18:00:00+01:00}; absent for none
 * @param priorite a name of {@link Priorite}; absent for {@code NORMALE}
 * @param fields the kind's own fields by name, written as a publication's JSON writes their type (docs/catalogue.md)
 */
public record Demande(
        @Nullable String idDemande,
        @Nullable String kind,
        @Nullable String pce,
        @Nullable String dateSouhaitee,
        @Nullable String echeance,
        @Nullable String priorite,
        Map<String, String> fields) {}
