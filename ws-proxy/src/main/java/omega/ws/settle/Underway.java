package omega.ws.settle;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The calls that are sent on threads of their own, over all attempts of {@link Sending}: so many of each service, and the process ends after them. */
public final class Underway {
    private static final int AT_ONCE = 8;
    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

    private Semaphore places(String service) {
        return places.computeIfAbsent(service, _ -> new Semaphore(AT_ONCE));
    }

    /** How many more calls of each service may be sent, of those that have room. */
    Map<String, Integer> room(Collection<String> services) {
        Map<String, Integer> room = new TreeMap<>();
        services.forEach(each -> room.put(each, places(each).availablePermits()));
        room.values().removeIf(each -> each == 0);
        return room;
    }

    /** Takes a place, which must be left. */
    void enter(String service) throws InterruptedException {
        places(service).acquire();
    }

    void leave(String service) {
        places(service).release();
    }

    /** Waits for those that are under way, once no more begin; false when some are left after {@code most}. */
    public boolean await(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (Semaphore each : places.values()) {
            if (!each.tryAcquire(AT_ONCE, end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }
}
