package omega.fetcher.parse;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Layouts that blocks ask for and this process's pack lacks. Their partitions wait; only a process with that pack ends the wait. */
@ApplicationScoped
public class Lacking {
    private final Map<Parser, Set<String>> layouts = new ConcurrentHashMap<>();

    /** What one parser lacks now. */
    void tell(Parser parser, Collection<String> lacks) {
        if (lacks.isEmpty()) {
            layouts.remove(parser);
        } else {
            layouts.put(parser, Set.copyOf(lacks));
        }
    }

    /** Flux, version and fingerprint of each. */
    public Set<String> layouts() {
        Set<String> all = new TreeSet<>();
        layouts.values().forEach(all::addAll);
        return all;
    }
}
