package omega.lifeline;

import java.io.IOException;

/**
 * Ends a process with its starter. A starter that passes {@code -Domega.lifeline=stdin} holds the other end of this
 * process's standard input; the kernel closes it when the starter ends, even by {@code kill -9}.
 */
public final class Lifeline {
    /** The system property that a starter sets, to {@value #STDIN}. */
    public static final String PROPERTY = "omega.lifeline";

    public static final String STDIN = "stdin";

    private Lifeline() {}

    /**
     * Calls {@code onEnd} once, from a daemon thread, when the starter has gone or has let go. Does nothing where no
     * lifeline was asked for: a service that runs on its own never reads its standard input.
     */
    public static void watch(Runnable onEnd) {
        if (STDIN.equals(System.getProperty(PROPERTY))) {
            Thread.ofPlatform().daemon().name("lifeline").start(() -> {
                drain();
                onEnd.run();
            });
        }
    }

    /** Reads to the end of standard input; an unreadable one counts as ended. */
    private static void drain() {
        byte[] ignored = new byte[64];
        try {
            while (System.in.read(ignored) >= 0) {
                // only the end matters
            }
        } catch (IOException e) {
            // the pipe is gone, and with it the starter
        }
    }
}
