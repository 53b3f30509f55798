package omega.fetcher.parse;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Layouts that blocks ask for and this process's pack lacks. Their partitions wait; only a process with that pack ends the wait. */
@ApplicationScoped
public class Lacking {
    private final Set<String> layouts = ConcurrentHashMap.newKeySet();

    void add(Collection<String> more) {
        layouts.addAll(more);
    }

    /** Flux, version and fingerprint of each. */
    public Set<String> layouts() {
        return new TreeSet<>(layouts);
    }
}
