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
    private static final List<String> ACCESSES = List.of(
            "PORTAIL " + OmegaCalendar.LECTURE_ECRITURE,
            "FTP " + OmegaCalendar.LECTURE_ECRITURE,
            "FTP " + OmegaCalendar.TELECHARGEMENT,
            "WS " + OmegaCalendar.LECTURE_ECRITURE,
            "WS " + OmegaCalendar.LECTURE);
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
                    allHours(),
                    holidays(root.entry("holidays")));
        }
    }

    /** Every access that the guide gives hours for, once. */
    private List<Hours> allHours() {
        List<Hours> hours =
                root.entries("hours").stream().map(CalendarReader::hours).toList();
        List<String> found =
                hours.stream().map(each -> each.canal() + " " + each.acces()).toList();
        for (String access : ACCESSES) {
            if (!found.contains(access)) {
                root.fault("hours", "lack " + access);
            }
        }
        for (String access : found) {
            if (!ACCESSES.contains(access)) {
                root.fault("hours", "hold '" + access + "', which is none of " + ACCESSES);
            }
        }
        if (found.stream().distinct().count() != found.size()) {
            root.fault("hours", "hold an access twice");
        }
        return hours;
    }

    private static Hours hours(Entry entry) {
        try (entry) {
            Map<DayOfWeek, List<HourRange>> week = new EnumMap<>(DayOfWeek.class);
            for (int i = 0; i < DAYS.size(); i++) {
                week.put(
                        DayOfWeek.of(i + 1),
                        entry.require(DAYS.get(i), CalendarReader::ranges).orElse(List.of()));
            }
            return new Hours(
                    entry.choice("canal", Canal.values(), Enum::name),
                    entry.text("acces"),
                    entry.choice("force", Hours.Force.values(), Entry::lower),
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
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).from() < ranges.get(i - 1).to()) {
                throw new IllegalArgumentException("'" + text + "' must run forward, without overlap");
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
