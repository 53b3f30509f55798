package omega.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Opening hours of one kind of access to a channel, by day of the week (§2.1, §3.1, §4.1).
 *
 * @param acces the guide's word: {@code lecture-ecriture}, {@code lecture}, {@code téléchargement}
 * @param force whether OMEGA enforces them or only advises them
 */
public record Hours(Canal canal, String acces, Force force, String section, Map<DayOfWeek, List<HourRange>> week) {

    /** Advised hours are kept by default and may be overrun; hard ones cannot. */
    public enum Force {
        ADVISED,
        HARD
    }

    public List<HourRange> on(LocalDate day) {
        return week.getOrDefault(day.getDayOfWeek(), List.of());
    }
}
