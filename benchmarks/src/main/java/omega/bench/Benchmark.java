package omega.bench;

/** One comparison, whose contenders do the same work on the same input in one run. */
public interface Benchmark {
    /** What {@code ./omega bench} calls it, and its page. */
    String name();

    /** What is compared with what, in Markdown. */
    String about(Scale scale);

    /** @throws Skipped when this machine lacks what it needs */
    Outcome run(Scale scale) throws Exception;

    /** A benchmark that cannot run here; the message says what is missing. */
    final class Skipped extends Exception {
        private static final long serialVersionUID = 1L;

        public Skipped(String reason) {
            super(reason);
        }
    }
}
