package omega.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Kills processes of a stack with no warning ({@code kill -9}), again and again, most of all while they are at work. */
final class Saboteur implements AutoCloseable {
    private static final Duration WHOLE = Duration.ofMinutes(2);
    private static final Duration AT_WORK = Duration.ofSeconds(8);
    /** Milliseconds for which a stack is left alone at least, so that it gets on at all, and at most besides. */
    private static final int REST = 1500;

    private static final int CALM = 6000;

    private static final int AIM = 700;

    private final Stack stack;
    private final List<String> victims;
    private final BooleanSupplier busy;
    private final Random random;
    private final Map<String, Integer> kills = new TreeMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Begins at once.
     *
     * @param busy whether files or requests are on their way just now
     */
    Saboteur(Stack stack, List<String> victims, BooleanSupplier busy, long seed) {
        this.stack = stack;
        this.victims = List.copyOf(victims);
        this.busy = busy;
        this.random = new Random(seed);
        this.thread = Thread.ofPlatform().daemon().name("saboteur").start(this::run);
    }

    private void run() {
        while (!closed && !victims.isEmpty()) {
            Waiting.until(() -> closed || stack.isWhole(), WHOLE);
            // the first round is a quick one: a day may be short, and each is to be killed once
            pause(spared().isEmpty() ? REST + random.nextInt(CALM) : REST);
            Waiting.until(() -> closed || busy.getAsBoolean(), AT_WORK);
            pause(random.nextInt(AIM));
            if (!closed) {
                String victim = next();
                stack.kill(victim);
                synchronized (kills) {
                    kills.merge(victim, 1, Integer::sum);
                }
            }
        }
    }

    /** One of those that were killed least often, so that none is spared. */
    private String next() {
        Map<String, Integer> sofar = kills();
        int least = victims.stream()
                .mapToInt(each -> sofar.getOrDefault(each, 0))
                .min()
                .orElseThrow();
        List<String> spared = victims.stream()
                .filter(each -> sofar.getOrDefault(each, 0) == least)
                .toList();
        return spared.get(random.nextInt(spared.size()));
    }

    private void pause(int millis) {
        Waiting.until(() -> closed, Duration.ofMillis(millis));
    }

    /** How often each process was killed so far. */
    Map<String, Integer> kills() {
        synchronized (kills) {
            return new TreeMap<>(kills);
        }
    }

    /** Those that were to be killed and were not so far: until it is empty, what was to be proved of them is not. */
    List<String> spared() {
        Map<String, Integer> sofar = kills();
        return victims.stream().filter(each -> !sofar.containsKey(each)).toList();
    }

    /** Kills nothing from here on, and waits for all to be healthy again. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(15));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Waiting.until(() -> stack.isWhole() || stack.ended(Duration.ZERO), WHOLE);
    }
}
