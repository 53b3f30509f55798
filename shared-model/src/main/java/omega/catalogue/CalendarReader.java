package omega.catalogue;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omega.calendar.Canal;
import omega.calendar.Holidays;
import omega.calendar.HourRange;
import omega.calendar.Hours;
import omega.calendar.OmegaCalendar;

/** Reads {@code calendar.yaml}. */
final class CalendarReader {
    private static final List<String> DAYS =
            List.of("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche");
    private static final HourRange ALL_DAY = new HourRange(0, HourRange.DAY);
    private final Entry root;

    CalendarReader(Entry root) {
        this.root = root;
    }

    OmegaCalendar read() {
        try (root) {
            Map<String, HourRange> windows = new HashMap<>();
            try (Entry entry = root.entry("windows")) {
                entry.keys()
                        .forEach(name ->
                                entry.read(name, HourRange::parse).ifPresent(range -> windows.put(name, range)));
            }
            int saturday;
            HourRange maintenance;
            try (Entry entry = root.entry("maintenance")) {
                saturday = entry.integer("samedi", 3, 1, 4);
                maintenance = entry.require("hours", HourRange::parse).orElse(ALL_DAY);
            }
            return new OmegaCalendar(
                    Map.copyOf(windows),
                    root.require("cutOff", LocalTime::parse).orElse(LocalTime.NOON),
                    root.require("fichierListe", HourRange::parse).orElse(ALL_DAY),
                    saturday,
                    maintenance,
                    root.entries("hours").stream().map(CalendarReader::hours).toList(),
                    holidays(root.entry("holidays")));
        }
    }

    private static Hours hours(Entry entry) {
        try (entry) {
            Map<DayOfWeek, List<HourRange>> week = new EnumMap<>(DayOfWeek.class);
            for (int i = 0; i < DAYS.size(); i++) {
                week.put(DayOfWeek.of(i + 1), entry.read(DAYS.get(i), CalendarReader::ranges, List.of()));
            }
            return new Hours(
                    entry.choice("canal", Canal.values(), Enum::name, Canal.FTP),
                    entry.text("acces"),
                    entry.choice("force", Hours.Force.values(), Entry::lower, Hours.Force.HARD),
                    entry.text("section"),
                    week);
        }
    }

    private static List<HourRange> ranges(String text) {
        List<HourRange> ranges = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            if (!each.isBlank()) {
                ranges.add(HourRange.parse(each.trim()));
            }
        }
        return List.copyOf(ranges);
    }

    private static Holidays holidays(Entry entry) {
        try (entry) {
            List<MonthDay> fixed = new ArrayList<>();
            for (String day : entry.texts("fixed")) {
                try {
                    fixed.add(MonthDay.parse("--" + day));
                } catch (java.time.DateTimeException e) {
                    entry.fault("fixed", "'" + day + "' is not of the form 12-25");
                }
            }
            return new Holidays(List.copyOf(fixed), List.copyOf(entry.integers("easter")));
        }
    }
}
