package omega.simulator.publish;

import java.util.List;
import omega.catalogue.RecordKind;

/** A detail line: its kind, and its fields with the tag first where there is one. */
record Line(RecordKind kind, List<String> fields) {

    /** Where the kind's {@code i}th field stands. */
    int place(int i) {
        return kind.tag() == null ? i : i + 1;
    }
}
