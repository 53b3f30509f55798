package omega.ws.translate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import omega.ws.contract.Breach;
import omega.ws.contract.Builtin;
import omega.ws.contract.Kind;
import omega.ws.contract.SimpleType;
import omega.ws.contract.Values;

/** What a translation finds: faults, and the IDs of the document. Not for two threads. */
final class Misfits {
    /** Elements inside each other. */
    static final int MOST_DEPTH = 100;

    private static final int MOST = 10_000;

    private final List<Misfit> found = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final List<Reference> references = new ArrayList<>();
    private int count;

    private record Reference(String id, Place place) {}

    void add(Place place, Kind kind, String reason) {
        count++;
        if (count <= MOST) {
            found.add(new Misfit(place.toString(), kind, reason));
        }
    }

    int count() {
        return count;
    }

    /** Judges a value's written form, as {@link Values#breaches} takes it. */
    void judge(SimpleType type, String text, Place place) {
        List<Breach> breaches = Values.breaches(type, text);
        if (breaches.isEmpty()) {
            identify(type, text, place);
        } else {
            breaches.forEach(each -> add(place, each.kind(), each.reason()));
        }
    }

    /** Items of a list are judged, and so identified, one by one. */
    private void identify(SimpleType type, String text, Place place) {
        switch (type) {
            case SimpleType.Atomic atomic -> {
                if (atomic.builtin() == Builtin.ID && !ids.add(text)) {
                    add(place, Kind.IDENTITY, "the ID '" + text + "' stands twice");
                }
                if (atomic.builtin() == Builtin.IDREF) {
                    references.add(new Reference(text, place));
                }
            }
            case SimpleType.Listing _ -> {}
            case SimpleType.Union union -> {
                SimpleType member = Values.member(union, text);
                if (member instanceof SimpleType.Listing list) {
                    Values.items(Values.settled(list, text)).forEach(each -> identify(list.item(), each, place));
                } else if (member != null) {
                    identify(member, member instanceof SimpleType.Union ? text : Values.settled(member, text), place);
                }
            }
        }
    }

    List<Misfit> all() {
        references.stream()
                .filter(each -> !ids.contains(each.id))
                .forEach(each ->
                        add(each.place, Kind.IDENTITY, "refers to the ID '" + each.id + "', which nothing has"));
        references.clear();
        List<Misfit> all = new ArrayList<>(found);
        if (count > MOST) {
            all.add(new Misfit(
                    "", found.getLast().kind(), "has " + (count - MOST) + " faults more, which are not told"));
        }
        return List.copyOf(all);
    }
}
