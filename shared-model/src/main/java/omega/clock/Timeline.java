package omega.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time as a piecewise affine function of real time: at and after {@code from}, virtual time runs from
 * {@code origin} at {@code speed} virtual seconds a real second. A jump is a new piece, dated a little ahead so that
 * every process has read it before it takes effect.
 */
public record Timeline(List<Piece> pieces) {

    /** One piece of the timeline; {@code speed} is 0 while time stands still, 1 in step with real time. */
    public record Piece(Instant from, Instant origin, double speed) {
        public Piece {
            if (!(speed >= 0 && speed <= 3600)) {
                throw new IllegalArgumentException("speed must be within 0..3600, was " + speed);
            }
        }

        Instant at(Instant real) {
            double seconds = Duration.between(from, real).toNanos() / 1e9 * speed;
            return origin.plusNanos(Math.round(seconds * 1e9));
        }
    }

    public static final Timeline REAL = new Timeline(List.of());

    public Timeline {
        pieces = List.copyOf(pieces);
    }

    public static Timeline starting(Instant real, Instant virtual, double speed) {
        return new Timeline(List.of(new Piece(real, virtual, speed)));
    }

    public Instant at(Instant real) {
        Piece piece = pieceAt(real);
        return piece == null ? real : piece.at(real);
    }

    /** Virtual seconds a real second at {@code real}; 1 in production. */
    public double speedAt(Instant real) {
        Piece piece = pieceAt(real);
        return piece == null ? 1 : piece.speed();
    }

    /**
     * This timeline, going on from virtual instant {@code to} at real instant {@code when}; virtual time never runs back.
     *
     * @throws IllegalArgumentException when it would, or when a piece is dated later than {@code when} already
     */
    public Timeline jump(Instant when, Instant to, double speed) {
        if (!pieces.isEmpty() && when.isBefore(pieces.getLast().from())) {
            throw new IllegalArgumentException(
                    "a jump is dated " + pieces.getLast().from() + " already, later than " + when);
        }
        if (to.isBefore(at(when))) {
            throw new IllegalArgumentException("time cannot run back from " + at(when) + " to " + to);
        }
        List<Piece> next = new ArrayList<>(pieces);
        next.add(new Piece(when, to, speed));
        return new Timeline(next);
    }

    private @Nullable Piece pieceAt(Instant real) {
        if (pieces.isEmpty()) {
            return null;
        }
        for (int i = pieces.size() - 1; i > 0; i--) {
            if (!pieces.get(i).from().isAfter(real)) {
                return pieces.get(i);
            }
        }
        return pieces.getFirst();
    }
}
