package omega.ws.contract;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What may stand where, and how often. */
public sealed interface Particle {
    int UNBOUNDED = Integer.MAX_VALUE;

    int min();

    int max();

    /** Its keys in JSON within the object where it stands, in their order. */
    default Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        switch (this) {
            case One one -> keys.add(one.json);
            case Group group -> keys.addAll(group.repeats() ? Set.of(group.json) : group.inside());
            case Wildcard _ -> {}
        }
        return keys;
    }

    /** @param json its key in JSON, one of its own within the object */
    record One(String json, Element element, int min, int max) implements Particle {
        public boolean isArray() {
            return max > 1;
        }
    }

    /**
     * Several particles.
     *
     * @param json the key of its array when it repeats: each round is an object, so that order is kept; else empty
     */
    record Group(Order order, String json, List<Particle> members, int min, int max) implements Particle {
        public boolean repeats() {
            return max > 1;
        }

        /** The keys of its members. */
        public Set<String> inside() {
            Set<String> keys = new LinkedHashSet<>();
            members.forEach(each -> keys.addAll(each.keys()));
            return keys;
        }
    }

    /**
     * What may be left out, and is: {@code xs:any}, and an abstract element for which nothing can stand. An answer that holds something there is
     * refused.
     */
    record Wildcard(int min, int max) implements Particle {}

    /** One after the other, one of them, or all in any order. */
    enum Order {
        SEQUENCE,
        CHOICE,
        ALL
    }
}
