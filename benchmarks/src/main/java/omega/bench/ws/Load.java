package omega.bench.ws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Callers, each on a virtual thread. */
final class Load {
    private static final int SLICE = 500;

    private Load() {}

    /** One call; throws unless its answer came whole. */
    interface Caller {
        void call() throws Exception;
    }

    /**
     * What a number of callers got who each call again once they are answered.
     *
     * @param failed calls that threw
     */
    record Taken(double seconds, int failed) {}

    static Taken together(int callers, int calls, Caller caller) throws Exception {
        AtomicInteger left = new AtomicInteger(calls);
        AtomicInteger failed = new AtomicInteger();
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                threads.execute(() -> {
                    while (left.getAndDecrement() > 0) {
                        try {
                            caller.call();
                        } catch (Exception e) {
                            if (failed.getAndIncrement() == 0) {
                                System.err.println("  the first call that failed: " + e);
                            }
                        }
                    }
                });
            }
        }
        return new Taken((System.nanoTime() - begun) / 1e9, failed.get());
    }

    /**
     * Milliseconds from when a call was due to its answer, sorted; calls are due at a steady rate, whether or not those before are answered. So many callers
     * make them: a client without a bound opens a connection for each call that waits, and shakes hands instead of calling.
     *
     * @throws IllegalStateException when one failed
     */
    static double[] steadily(double perSecond, int calls, int callers, Caller caller) throws Exception {
        double[] took = new double[calls];
        Semaphore places = new Semaphore(callers, true);
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                long due = begun + (long) (i / perSecond * 1e9);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                int call = i;
                all.add(threads.submit(() -> {
                    places.acquire();
                    try {
                        caller.call();
                    } finally {
                        places.release();
                    }
                    took[call] = (System.nanoTime() - due) / 1e6;
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        Arrays.sort(took);
        return took;
    }

    /** The same for several callers, who take turns within the second: what the machine does meanwhile meets all of them. */
    static List<double[]> inTurns(double perSecond, int calls, int callers, List<Caller> all) throws Exception {
        List<double[]> took = all.stream().map(_ -> new double[0]).collect(Collectors.toList());
        for (int begun = 0; begun < calls; begun += SLICE) {
            int some = Math.min(SLICE, calls - begun);
            for (int i = 0; i < all.size(); i++) {
                double[] before = took.get(i);
                double[] more = steadily(perSecond, some, callers, all.get(i));
                double[] both = Arrays.copyOf(before, before.length + some);
                System.arraycopy(more, 0, both, before.length, some);
                took.set(i, both);
            }
        }
        took.forEach(Arrays::sort);
        return took;
    }

    /** {@code part} 0.99: what 99 of 100 were below. */
    static double percentile(double[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(part * sorted.length))];
    }
}
