package omega.clock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Supplier;

/**
 * The one clock of a process. Real time in production; in the sandbox it follows a timeline file that all processes
 * share, so that they agree and jump together. Thread-safe; never blocks but for reading a small file when it changed.
 */
public final class OmegaClock extends Clock {
    /** Every rule of the guide is stated in this zone. */
    public static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    /** How far ahead a jump must be dated for every process to have seen it. */
    public static final Duration NOTICE = Duration.ofMillis(400);

    private final Clock real;
    private final Supplier<Timeline> timeline;

    private OmegaClock(Clock real, Supplier<Timeline> timeline) {
        this.real = real;
        this.timeline = timeline;
    }

    public static OmegaClock real() {
        return of(Clock.systemUTC(), Timeline.REAL);
    }

    /** A clock of tests: {@code real} seen through {@code timeline}. */
    public static OmegaClock of(Clock real, Timeline timeline) {
        return new OmegaClock(real, () -> timeline);
    }

    /** Follows {@code file}, one piece a line: {@code <real instant> <virtual instant> <speed>}. A missing file is real time. */
    public static OmegaClock following(Path file) {
        return new OmegaClock(Clock.systemUTC(), new TimelineFile(file));
    }

    @Override
    public Instant instant() {
        return at(real.instant());
    }

    /** Virtual time at a real instant, for instance the database's {@code clock_timestamp()} where replicas must agree. */
    public Instant at(Instant realInstant) {
        return timeline.get().at(realInstant);
    }

    public Instant realInstant() {
        return real.instant();
    }

    public double speed() {
        return timeline.get().speedAt(real.instant());
    }

    public ZonedDateTime paris() {
        return instant().atZone(PARIS);
    }

    public LocalDate today() {
        return paris().toLocalDate();
    }

    /** A safety margin in virtual time: never less than {@code virtual}, nor than one real second. */
    public Duration margin(Duration virtual) {
        Duration second = Duration.ofMillis(Math.round(1000 * speed()));
        return virtual.compareTo(second) >= 0 ? virtual : second;
    }

    @Override
    public ZoneId getZone() {
        return PARIS;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return zone.equals(PARIS) ? this : new Zoned(this, zone);
    }

    private static final class Zoned extends Clock {
        private final OmegaClock clock;
        private final ZoneId zone;

        Zoned(OmegaClock clock, ZoneId zone) {
            this.clock = clock;
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new Zoned(clock, other);
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }
    }

    /** Writes {@code timeline} for every follower of {@code file}, at once and whole. */
    public static void publish(Timeline timeline, Path file) {
        List<String> lines = timeline.pieces().stream()
                .map(piece -> piece.from() + " " + piece.origin() + " " + piece.speed())
                .toList();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.write(next, lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the timeline " + file, e);
        }
    }

    /** Reads the timeline that {@link #publish} wrote; a missing file is real time. */
    public static Timeline read(Path file) {
        try {
            return new Timeline(Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .map(OmegaClock::piece)
                    .toList());
        } catch (NoSuchFileException e) {
            return Timeline.REAL;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the timeline " + file, e);
        }
    }

    private static Timeline.Piece piece(String line) {
        String[] words = line.trim().split(" ", 3);
        return new Timeline.Piece(Instant.parse(words[0]), Instant.parse(words[1]), Double.parseDouble(words[2]));
    }

    /** Looks at the file at most every 50 real milliseconds, well within {@link #NOTICE}. */
    private static final class TimelineFile implements Supplier<Timeline> {
        private static final long PERIOD = Duration.ofMillis(50).toNanos();
        private final Path file;
        private volatile Timeline current;
        private volatile long looked;

        TimelineFile(Path file) {
            this.file = file;
            this.current = read(file);
            this.looked = System.nanoTime();
        }

        @Override
        public Timeline get() {
            long now = System.nanoTime();
            if (now - looked > PERIOD) {
                looked = now;
                current = read(file);
            }
            return current;
        }
    }
}
