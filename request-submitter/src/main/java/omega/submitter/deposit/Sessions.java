package omega.submitter.deposit;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How this process's last sessions with each partner ended. */
@ApplicationScoped
public class Sessions {
    private final Map<String, Fin> last = new ConcurrentHashMap<>();

    /**
     * How the last session ended.
     *
     * @param echecs sessions that failed since the last that did not
     * @param raison why, or what it could not do; null when all is well
     */
    public record Fin(int echecs, @Nullable String raison) {}

    void succeeded(String partner, List<String> troubles) {
        last.put(partner, new Fin(0, troubles.isEmpty() ? null : String.join("; ", troubles)));
    }

    /** How often in a row it failed by now. */
    int failed(String partner, String why) {
        return last.merge(partner, new Fin(1, why), (before, _) -> new Fin(before.echecs() + 1, why))
                .echecs();
    }

    /** How the partner's last session ended; all is well before the first. */
    public Fin of(String partner) {
        return last.getOrDefault(partner, new Fin(0, null));
    }
}
