package omega.submitter.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a lot stands. A transition is a method of the state that permits it; what a compte-rendu or SDEM tells may come in any state.
 *
 * <pre>
 * Prepare ─► Envoi ─► Envoi, engaged ─► Depose ─► Accepte | Refuse
 *  │  ▲  ▲     │         │    │            ▲                   │
 *  │  │  └─────┴─────────┘    ▼            │                   │
 *  ▼  └── released ────── Incertain ───────┘                   │
 * Defait ◄──────────────────────────────── an operator, once ──┘
 * </pre>
 *
 * An acceptance beats a refusal of the same file and a lot's having been taken apart, whichever is heard first: what OMEGA once took is not sent again.
 *
 * <p>Before its attempt is engaged, a lot cannot have been renamed: engaging is a commit, made before the rename, by whoever still holds the lot.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "etat")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LotState.Prepare.class, name = "Prepare"),
    @JsonSubTypes.Type(value = LotState.Envoi.class, name = "Envoi"),
    @JsonSubTypes.Type(value = LotState.Depose.class, name = "Depose"),
    @JsonSubTypes.Type(value = LotState.Incertain.class, name = "Incertain"),
    @JsonSubTypes.Type(value = LotState.Accepte.class, name = "Accepte"),
    @JsonSubTypes.Type(value = LotState.Refuse.class, name = "Refuse"),
    @JsonSubTypes.Type(value = LotState.Defait.class, name = "Defait")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface LotState {

    /** The word of the ledger. */
    default String word() {
        return getClass().getSimpleName();
    }

    /**
     * Frozen: bytes, name and hash are final, its quota is booked.
     *
     * @param libere an operator had it sent again: it may be at OMEGA, so it keeps its bytes and name whatever happens
     */
    record Prepare(boolean libere) implements LotState {
        /** The next attempt begins. */
        public Envoi sent(@Nullable String temporaire, @Nullable String retire, Instant limite) {
            return new Envoi(temporaire, retire, limite, false, libere);
        }

        public Defait takenApart(String raison) {
            return new Defait(raison);
        }
    }

    /**
     * An attempt is under way, or was when its process died.
     *
     * @param temporaire the path that the attempt writes to, which no other attempt ever does; null when it writes to the final one
     * @param retire where its file is moved to by whoever finds it unfinished: then it can never be renamed any more, and that can be seen
     * @param limite past which the attempt does not rename
     * @param engage whether it may have renamed
     */
    record Envoi(@Nullable String temporaire, @Nullable String retire, Instant limite, boolean engage, boolean libere)
            implements LotState {
        public Envoi engaged() {
            return new Envoi(temporaire, retire, limite, true, libere);
        }

        /** It was not renamed, for certain. */
        public Prepare notSent() {
            return new Prepare(libere);
        }

        public Incertain lost(String raison) {
            return new Incertain(raison, limite);
        }

        public Depose deposited(Preuve preuve, Instant le) {
            return new Depose(preuve, le);
        }
    }

    /** It is at OMEGA under its final name. */
    record Depose(Preuve preuve, Instant le) implements LotState {}

    /**
     * Whether it is at OMEGA is not known. It keeps its booking and is not sent again by itself.
     *
     * @param limite past which its attempt cannot have renamed
     */
    record Incertain(String raison, Instant limite) implements LotState {
        /** An operator has it sent again. */
        public Prepare released() {
            return new Prepare(true);
        }
    }

    /**
     * Its compte-rendu accepts it, at least in part.
     *
     * @param contredit what we had believed until then, and what came of it; absent where nothing stood against it
     */
    record Accepte(
            @Nullable String numeroSuivi,
            Instant le,
            @Nullable String contredit) implements LotState {
        public Accepte(@Nullable String numeroSuivi, Instant le) {
            this(numeroSuivi, le, null);
        }
    }

    /** Its compte-rendu refuses it; its quota was given back. */
    record Refuse(@Nullable String motif, Instant le) implements LotState {
        /** An operator has its requests wait again. */
        public Defait takenApart(String raison) {
            return new Defait(raison);
        }
    }

    /** Taken apart, before it was sent or once OMEGA had refused all of it: its requests wait again. */
    record Defait(String raison) implements LotState {}

    /** How it is known that a lot is at OMEGA. */
    enum Preuve {
        /** OMEGA confirmed the rename. */
        RENOMME,
        /** It was seen under its final name. */
        PRESENT,
        COMPTE_RENDU,
        SDEM
    }
}
