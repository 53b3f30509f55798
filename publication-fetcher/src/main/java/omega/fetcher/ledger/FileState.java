package omega.fetcher.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * Where a file stands. A transition is a method of the state that permits it.
 *
 * <pre>
 * Decouverte ─► Archivee ─► Controlee ─► Decoupee ─► Complete
 *     │            │  ▲          │            │          │
 *     ▼            ▼  └──────────┴── replay ──┴──────────┘
 *  Retiree    EnQuarantaine ── replay ─► Archivee (revision + 1)
 * </pre>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "etat")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FileState.Decouverte.class, name = "Decouverte"),
    @JsonSubTypes.Type(value = FileState.Archivee.class, name = "Archivee"),
    @JsonSubTypes.Type(value = FileState.Controlee.class, name = "Controlee"),
    @JsonSubTypes.Type(value = FileState.Decoupee.class, name = "Decoupee"),
    @JsonSubTypes.Type(value = FileState.Complete.class, name = "Complete"),
    @JsonSubTypes.Type(value = FileState.EnQuarantaine.class, name = "EnQuarantaine"),
    @JsonSubTypes.Type(value = FileState.Retiree.class, name = "Retiree")
})
public sealed interface FileState {

    /** The word of the events and of the ledger. */
    default String word() {
        return getClass().getSimpleName();
    }

    /** Seen in a directory, {@code OMEGA}'s or a {@code LOCAL} one, not fetched yet. */
    record Decouverte(Source source, String chemin) implements FileState {
        /** Whose directory. */
        public enum Source {
            OMEGA,
            LOCAL
        }

        public Archivee archived(long octets) {
            return new Archivee(octets);
        }

        /** It left OMEGA's directory before it was fetched. */
        public Retiree withdrawn() {
            return new Retiree();
        }
    }

    /** The bytes are on disk, synced. */
    record Archivee(long octets) implements FileState {
        public Controlee inspected(Controle controle) {
            return new Controlee(controle);
        }

        public EnQuarantaine quarantined(List<FileFault> fautes) {
            return new EnQuarantaine(fautes);
        }
    }

    /** Sound from the first byte to the last; being cut. */
    record Controlee(Controle controle) implements FileState {
        public Decoupee cut(long blocs) {
            return new Decoupee(controle, blocs);
        }
    }

    /** All its blocks are in Kafka; being parsed. */
    record Decoupee(Controle controle, long blocs) implements FileState {
        public Complete completed(Count count) {
            return new Complete(controle, blocs, count.lues(), count.publiees(), count.rejetees());
        }
    }

    /** Every line is a record or a rejet in Kafka: {@code lues = publiees + rejetees}. */
    record Complete(Controle controle, long blocs, long lues, long publiees, long rejetees) implements FileState {}

    /** Nothing of it is published; the bytes are kept. */
    record EnQuarantaine(List<FileFault> fautes) implements FileState {}

    /** Lost to us: OMEGA withdrew it before it was fetched. */
    record Retiree() implements FileState {}

    /** Lines of a file as the parsers counted them. */
    record Count(long blocs, long lues, long publiees, long rejetees) {}
}
