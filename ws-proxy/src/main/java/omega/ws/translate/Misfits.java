package omega.ws.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omega.ws.contract.Builtin;
import omega.ws.contract.Kind;
import omega.ws.contract.SimpleType;
import omega.ws.contract.Values;

/** What a translation finds: faults, and the IDs of the document. Not for two threads. */
final class Misfits {
    /** Elements inside each other. */
    static final int MOST_DEPTH = 100;

    private static final int MOST = 1_000;

    private final List<Misfit> found = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Place> references = new HashMap<>();

    void add(Place place, Kind kind, String reason) {
        if (found.size() < MOST) {
            found.add(new Misfit(place.toString(), kind, reason));
        }
    }

    int count() {
        return found.size();
    }

    /** Judges a value's written form. */
    void judge(SimpleType type, String text, Place place) {
        Values.breaches(type, text).forEach(each -> add(place, each.kind(), each.reason()));
        if (type instanceof SimpleType.Atomic atomic) {
            if (atomic.builtin() == Builtin.ID && !ids.add(text)) {
                add(place, Kind.IDENTITY, "the ID '" + text + "' stands twice");
            }
            if (atomic.builtin() == Builtin.IDREF) {
                references.putIfAbsent(text, place);
            }
        }
    }

    List<Misfit> all() {
        references.forEach((id, place) -> {
            if (!ids.contains(id)) {
                add(place, Kind.IDENTITY, "refers to the ID '" + id + "', which nothing has");
            }
        });
        references.clear();
        return List.copyOf(found);
    }
}
