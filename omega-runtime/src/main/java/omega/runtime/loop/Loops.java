package omega.runtime.loop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** The loops of one process: those that run as long as it does, and those that run while it holds a lease. */
public final class Loops implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Loops.class);
    private static final Duration ASKING = Duration.ofMillis(500);
    private final List<Loop> running = new CopyOnWriteArrayList<>();
    private final List<Loops> leased = new CopyOnWriteArrayList<>();

    /** Starts one at once; {@code idle} is the pause after a turn that found nothing more to do. */
    public void start(String name, Duration idle, Supplier<Loop.Attempt> maker) {
        running.add(new Loop(name, idle, maker));
    }

    /** Lets {@code starter} start its loops whenever this process gets the lease {@code role}, and ends them when it loses it. */
    public void whileLeased(DataSource dataSource, String role, Consumer<Loops> starter) {
        Loops inner = new Loops();
        leased.add(inner);
        start(role, ASKING, () -> new Tenancy(new Lease(dataSource, role), role, inner, starter));
    }

    /** What fails right now, by loop, in words for people. */
    public List<String> troubles() {
        return Stream.concat(
                        running.stream()
                                .filter(loop -> loop.trouble() != null)
                                .map(loop -> loop.name() + ": " + loop.trouble()),
                        leased.stream().flatMap(inner -> inner.troubles().stream()))
                .toList();
    }

    /** Ends all, the last started first, each after the turn under way. */
    @Override
    public void close() {
        running.reversed().forEach(Loop::close);
        running.clear();
    }

    private boolean isEmpty() {
        return running.isEmpty();
    }

    private record Tenancy(Lease lease, String role, Loops inner, Consumer<Loops> starter) implements Loop.Attempt {
        @Override
        public boolean turn() throws Exception {
            boolean held = lease.held();
            if (held && inner.isEmpty()) {
                starter.accept(inner);
            } else if (!held && !inner.isEmpty()) {
                LOG.warnf("another process holds the lease %s; this one stands by", role);
                inner.close();
            }
            return false;
        }

        @Override
        public void close() {
            inner.close();
            lease.close();
        }
    }
}
