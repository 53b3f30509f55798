package omega.tracker.decide;

import java.util.List;
import omega.catalogue.SuiviRules.Etat;
import org.jspecify.annotations.Nullable;

/**
 * Where a request stands (§3.2.3).
 *
 * <pre>
 * Recue ─► EnLot ─► Deposee ─► AccepteeNiveau1 ─► Integree ─► EnCours ─► Realisee
 *   ▲        │ ▲      ▲  │            │               │          └─────► Annulee
 *   └────────┘ └─► Incertaine         └───────────────┴► NonRecevable
 * Refusee                └► RejeteeNiveau1
 * </pre>
 *
 * There are no transitions in code: a state follows from all evidence at once ({@link Fold}), so that what comes late or out of order changes nothing.
 */
public sealed interface Suivi {
    /** Accepted by the gateway, waits. */
    record Recue() implements Suivi {}

    /** Refused by the gateway and never sent, or sent by a web service and not at OMEGA, as an operator found. */
    record Refusee() implements Suivi {}

    /** In a lot's frozen file. */
    record EnLot() implements Suivi {}

    /** At OMEGA, no answer yet. */
    record Deposee() implements Suivi {}

    /** OMEGA took it in for integration. */
    record AccepteeNiveau1() implements Suivi {}

    /** OMEGA refused it at the syntactic check. */
    record RejeteeNiveau1() implements Suivi {}

    record Integree() implements Suivi {}

    /** Integrated, and refused by its content. */
    record NonRecevable() implements Suivi {}

    record EnCours() implements Suivi {}

    record Realisee() implements Suivi {}

    /** Ended without effect. */
    record Annulee() implements Suivi {}

    /** Nobody knows whether it is at OMEGA. */
    record Incertaine() implements Suivi {}

    /** OMEGA tells a state that the pack does not know. */
    record Inconnue(String code) implements Suivi {}

    /** Where a state stands in a day's sheet. */
    enum Poste {
        /** Not sent: not on the sheet. */
        NON_ENVOYEE,
        ACCEPTEE,
        REJETEE,
        EN_ATTENTE,
        INCERTAINE
    }

    /** All states, the unknown one with any code. */
    static List<Suivi> all() {
        return List.of(
                new Recue(),
                new Refusee(),
                new EnLot(),
                new Deposee(),
                new AccepteeNiveau1(),
                new RejeteeNiveau1(),
                new Integree(),
                new NonRecevable(),
                new EnCours(),
                new Realisee(),
                new Annulee(),
                new Incertaine(),
                new Inconnue("?"));
    }

    /** As events and screens write it. */
    default String word() {
        return getClass().getSimpleName();
    }

    /** OMEGA's code, of an unknown state only. */
    default @Nullable String code() {
        return this instanceof Inconnue(var code) ? code : null;
    }

    default Poste poste() {
        return switch (this) {
            case Recue _, Refusee _, EnLot _ -> Poste.NON_ENVOYEE;
            case Deposee _, Inconnue _ -> Poste.EN_ATTENTE;
            case AccepteeNiveau1 _, Integree _, EnCours _, Realisee _, Annulee _ -> Poste.ACCEPTEE;
            case RejeteeNiveau1 _, NonRecevable _ -> Poste.REJETEE;
            case Incertaine _ -> Poste.INCERTAINE;
        };
    }

    /** How far along it is: of two states of one date, the further one is the later. */
    default int progress() {
        return switch (this) {
            case Recue _, Refusee _ -> 0;
            case EnLot _ -> 1;
            case Deposee _, Incertaine _ -> 2;
            case AccepteeNiveau1 _, RejeteeNiveau1 _ -> 3;
            case Integree _ -> 4;
            case Inconnue _ -> 5;
            case EnCours _ -> 6;
            case NonRecevable _, Realisee _, Annulee _ -> 7;
        };
    }

    static Suivi of(Etat etat) {
        return switch (etat) {
            case ACCEPTEE_NIVEAU_1 -> new AccepteeNiveau1();
            case INTEGREE -> new Integree();
            case NON_RECEVABLE -> new NonRecevable();
            case EN_COURS -> new EnCours();
            case REALISEE -> new Realisee();
            case ANNULEE -> new Annulee();
        };
    }

    /** @throws IllegalArgumentException when there is no such state */
    static Suivi of(String word, @Nullable String code) {
        Suivi known = all().stream()
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no state " + word));
        return known instanceof Inconnue && code != null ? new Inconnue(code) : known;
    }
}
