package omega.layout;

import java.time.LocalDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import omega.clock.OmegaClock;
import org.jspecify.annotations.Nullable;

/**
 * Offsets of Paris by local time, a year at a time. A time that a clock change skips does not exist; of a time that it repeats, the
 * earlier one is meant.
 */
final class ParisOffset {
    static final int NONE = Integer.MIN_VALUE;
    private static final ZoneRules RULES = OmegaClock.PARIS.getRules();
    private static final @Nullable ParisOffset[] YEARS = new ParisOffset[10_000];

    private record Change(long from, long to, int minutes) {}

    private final int minutes;
    private final List<Change> changes = new ArrayList<>();

    private ParisOffset(int year) {
        LocalDateTime start = LocalDateTime.of(year, 1, 1, 0, 0);
        this.minutes = RULES.getOffset(start).getTotalSeconds() / 60;
        ZoneOffsetTransition next = RULES.nextTransition(start.toInstant(RULES.getOffset(start)));
        while (next != null && next.getDateTimeBefore().getYear() == year) {
            long before = pack(next.getDateTimeBefore());
            long after = pack(next.getDateTimeAfter());
            changes.add(new Change(
                    before, Math.max(before, after), next.getOffsetAfter().getTotalSeconds() / 60));
            next = RULES.nextTransition(next.getInstant());
        }
    }

    /** Minutes east of Greenwich at a local time, or {@link #NONE} where no clock of Paris ever showed it. */
    static int minutes(int year, int month, int day, int hour, int minute, int second) {
        ParisOffset known = YEARS[year];
        if (known == null) {
            known = new ParisOffset(year);
            YEARS[year] = known;
        }
        long local = pack(month, day, hour, minute, second);
        int offset = known.minutes;
        for (Change change : known.changes) {
            if (local >= change.to) {
                offset = change.minutes;
            } else if (local >= change.from) {
                return NONE;
            }
        }
        return offset;
    }

    private static long pack(LocalDateTime time) {
        return pack(time.getMonthValue(), time.getDayOfMonth(), time.getHour(), time.getMinute(), time.getSecond());
    }

    private static long pack(int month, int day, int hour, int minute, int second) {
        return (((month * 100L + day) * 100 + hour) * 100 + minute) * 100 + second;
    }
}
