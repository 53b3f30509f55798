package omega.tracker.hear;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One thing heard about a request, a lot or a file. Immutable; two of one {@link Proof#id} and revision are the same. */
public sealed interface Evidence {

    Proof proof();

    /** Its word in the database and on the screens. */
    default String word() {
        return getClass().getSimpleName();
    }

    /** What a supplier's own system says of one request; it makes the request known. */
    sealed interface Own extends Evidence {
        String idDemande();

        @Nullable
        String pce();

        @Nullable
        String kind();
    }

    /** What OMEGA says in a line that must find its request. */
    sealed interface Line extends Evidence {
        @Nullable
        String reference();
    }

    /** What is said of a lot, and so of each of its requests. */
    sealed interface OfLot extends Evidence {
        long lot();
    }

    /** Accepted: it will be sent. */
    record Received(
            Proof proof,
            String idDemande,
            String kind,
            String pce,
            LocalDate dateSouhaitee,
            String priorite,
            @Nullable Instant echeance)
            implements Own {}

    /** Refused before it was sent. */
    record Refused(
            Proof proof,
            String idDemande,
            @Nullable String kind,
            @Nullable String pce,
            @Nullable String motif) implements Own {}

    /** Written into a lot's file. */
    record Lotted(
            Proof proof, String idDemande, String kind, String pce, long lot, String fichier, int ligne, LocalDate jour)
            implements Own {}

    /**
     * A web service's call that asked for something.
     *
     * @param resultat a value of {@code DemandeEvent.Appel.Resultat}, or {@link #NOT_AT_OMEGA}
     */
    record Called(
            Proof proof,
            String idDemande,
            @Nullable String kind,
            @Nullable String pce,
            String resultat,
            @Nullable String numeroSuivi,
            @Nullable String motif)
            implements Own {
        /** Refused, and not by OMEGA, which never judged it. */
        public static final String NOT_AT_OMEGA = "REFUSEE_HORS_OMEGA";
    }

    /** The lot was taken apart before it was sent. */
    record LotUndone(Proof proof, long lot, String motif) implements OfLot {}

    /** The lot is at OMEGA; {@code jour} is the Paris date whose quota it uses. */
    record LotDeposited(Proof proof, long lot, String fichier, String kind, int nombre, LocalDate jour)
            implements OfLot {}

    /** Nobody knows whether the lot is at OMEGA. */
    record LotUncertain(Proof proof, long lot, String motif) implements OfLot {}

    /** An operator had the uncertain lot sent again. */
    record LotReleased(Proof proof, long lot, String motif) implements OfLot {}

    /** Level 1 about a whole file (§3.2.3); {@code code} is the pack's. */
    record FileJudged(
            Proof proof,
            String fichier,
            String code,
            @Nullable String numeroSuivi,
            @Nullable String motif) implements Evidence {}

    /** Level 1 about one line of a file; {@code ligne} counts the header as 1. */
    record LineJudged(
            Proof proof,
            String fichier,
            @Nullable Integer ligne,
            @Nullable String reference,
            String code,
            @Nullable String numeroSuivi,
            @Nullable String motif)
            implements Line {}

    /** One line of SDEM (§3.2.3); {@code code} is the pack's state. */
    record Followed(
            Proof proof,
            @Nullable String reference,
            @Nullable String numeroSuivi,
            @Nullable Integer rang,
            @Nullable String pce,
            @Nullable String kind,
            String code,
            @Nullable String motif)
            implements Line {}

    /** A line below an SDEM line, such as an appointment: shown with its parent, decides nothing. */
    record Annexed(Proof proof, UUID parent) implements Evidence {}

    /**
     * An operator's word that a line, of whatever revision, is a request's. The last word on a line counts; a line that names its request itself needs none.
     *
     * @param line the line's id
     * @param motif why, and who said so
     */
    record Attached(Proof proof, UUID line, String idDemande, String motif) implements Evidence {}
}
