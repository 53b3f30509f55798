package omega.simulator.publish;

import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import omega.calendar.Schedule;
import omega.catalogue.CodeList;
import omega.catalogue.Field;
import omega.catalogue.Flux;
import omega.catalogue.Layout;
import omega.catalogue.RecordKind;
import omega.clock.OmegaClock;

/**
 * Who and what a publication tells of: which points of delivery on which day, and how many lines belong together. Taken from the
 * layout's own names, so that it holds for any pack; the shares of the flux are invented, but realistic.
 */
final class Subjects {
    private static final int LOT = 200;
    /** Which zone, station or invoice: no field's name. */
    static final String RANK = "#";

    private static final String PCE = "pce";

    /** One point in {@code part}, each every {@code every} days. */
    private record Share(int part, int every) {}

    private static final Share USUAL = new Share(1, 50);
    private static final Map<String, Share> SHARES = Map.ofEntries(
            Map.entry("REMM", new Share(1, 20)),
            Map.entry("RE1M", new Share(2, 30)),
            Map.entry("RE6M", new Share(1, 180)),
            Map.entry("REJM", new Share(25, 30)),
            Map.entry("REJJ", new Share(33, 1)),
            Map.entry("TJDC", new Share(100, 1)),
            Map.entry("CONSO_MASS", new Share(1, 10)),
            Map.entry("SPOM", new Share(100, 1)),
            Map.entry("SDEM", new Share(1, 40)),
            Map.entry("NOTF", new Share(1, 100)),
            Map.entry("ETEC", new Share(1, 250)),
            Map.entry("FPRE", new Share(1, 300)),
            Map.entry("PROV", new Share(3, 1)),
            Map.entry("AGLO", new Share(1, 1)),
            Map.entry("LPCE", new Share(1, 1)));

    private final Flux flux;
    private final Layout layout;
    private final Register register;
    private final LocalDate day;
    private final long dice;
    private final Share share;
    private final LocalDate from;
    private final LocalDate to;

    Subjects(Flux flux, Layout layout, Register register, LocalDate day, long dice) {
        this.flux = flux;
        this.layout = layout;
        this.register = register;
        this.day = day;
        this.dice = dice;
        this.share = SHARES.getOrDefault(flux.code(), USUAL);
        Schedule schedule = flux.schedule();
        boolean monthly = schedule != null && schedule.frequence().equals("mensuelle");
        YearMonth before = YearMonth.from(day).minusMonths(1);
        boolean daily = roots(layout).getFirst().field("journeeGaziere").isPresent();
        this.from = monthly ? before.atDay(1) : day.minusDays(daily ? 1 : share.every());
        this.to = monthly ? before.plusMonths(1).atDay(1) : day;
    }

    /** The root subjects, in order. */
    Stream<Subject> roots() {
        RecordKind root = roots(layout).getFirst();
        if (root.field(PCE).isPresent()) {
            return points();
        }
        String key = root.key();
        List<String> codes = codes(root);
        if (key != null && !codes.isEmpty()) {
            return LongStream.range(0, codes.size()).mapToObj(i -> subject(i).knowing(key, codes.get((int) i)));
        }
        return LongStream.range(0, lots())
                .mapToObj(i ->
                        key == null || !isPitd(key) ? subject(i) : subject(i).knowing(key, pitd(i)));
    }

    /** How many root subjects there are. */
    long count() {
        RecordKind root = roots(layout).getFirst();
        if (root.field(PCE).isPresent()) {
            return Math.max(0, Math.ceilDiv(register.size() - start(), stride()));
        }
        List<String> codes = codes(root);
        return codes.isEmpty() ? lots() : codes.size();
    }

    /** The valid codes of the field that keys a kind, where it has codes: then there is one subject for each. */
    private List<String> codes(RecordKind root) {
        String key = root.key();
        CodeList codes = key == null ? null : root.field(key).map(Field::codes).orElse(null);
        return codes == null ? List.of() : codes.on(day);
    }

    private long lots() {
        return 1L + (register.size() - 1) / LOT;
    }

    private static boolean isPitd(String key) {
        return key.equals("pitd");
    }

    private static String pitd(long number) {
        return "GD%04d".formatted(1 + number % 9999);
    }

    private Subject subject(long index) {
        return new Subject(Dice.mix(dice, index), null, from, to, null, Map.of(RANK, index));
    }

    /** Points whose turn it is: a stride over the register, so that it costs nothing however large the register is. */
    private Stream<Subject> points() {
        long stride = stride();
        return LongStream.iterate(start(), i -> i < register.size(), i -> i + stride)
                .mapToObj(i -> new Subject(Dice.mix(dice, i), register.pce(i), from, to, null, Map.of()));
    }

    private long start() {
        if (everyone()) {
            return 0;
        }
        long offset = Dice.below(Dice.mix(0, flux.code()), share.part());
        return offset + share.part() * Math.floorMod(-day.toEpochDay(), (long) share.every());
    }

    private long stride() {
        return everyone() ? share.part() : (long) share.part() * share.every();
    }

    /** A monthly publication tells of all its points at once. */
    private boolean everyone() {
        Schedule schedule = flux.schedule();
        return schedule == null || schedule.frequence().equals("mensuelle");
    }

    static List<RecordKind> roots(Layout layout) {
        return layout.records().stream().filter(kind -> kind.parent() == null).toList();
    }

    /** The children of {@code kind} below {@code subject}. */
    List<Subject> children(RecordKind kind, Subject subject) {
        return switch (kind.name()) {
            case "heure" -> hours(kind, subject);
            case "journee" -> days(kind, subject);
            case "absence", "anomalie", "rendezVous" ->
                some(kind, subject, Dice.below(subject.dice(), 10) == 0 ? 1 : 0);
            default ->
                subject.pce() == null && kind.field(PCE).isPresent()
                        ? points(kind, subject)
                        : some(kind, subject, 1 + Dice.below(Dice.mix(subject.dice(), kind.name()), 3));
        };
    }

    private static List<Subject> some(RecordKind kind, Subject subject, int count) {
        List<Subject> children = new ArrayList<>();
        LocalDate first = subject.from();
        long days = Math.max(count, subject.to().toEpochDay() - first.toEpochDay());
        for (int i = 0; i < count; i++) {
            children.add(subject.child(kind.name(), i)
                    .during(first.plusDays(days * i / count), first.plusDays(days * (i + 1) / count)));
        }
        return children;
    }

    private static List<Subject> days(RecordKind kind, Subject subject) {
        List<Subject> children = new ArrayList<>();
        for (LocalDate each = subject.from(); each.isBefore(subject.to()); each = each.plusDays(1)) {
            children.add(subject.child(kind.name(), children.size()).during(each, each.plusDays(1)));
        }
        return children;
    }

    /** The hours of a gas day, from 06:00 to 06:00: 23 or 25 of them where the clocks change. */
    private static List<Subject> hours(RecordKind kind, Subject subject) {
        ZonedDateTime start = subject.from().atTime(6, 0).atZone(OmegaClock.PARIS);
        ZonedDateTime end = subject.from().plusDays(1).atTime(6, 0).atZone(OmegaClock.PARIS);
        long hours = Duration.between(start, end).toHours();
        return LongStream.range(0, hours)
                .mapToObj(i -> subject.child(kind.name(), (int) i)
                        .during(subject.from(), subject.from().plusDays(1))
                        .at(start.plusHours(i)))
                .toList();
    }

    /** The points of an invoice, or of anything else that gathers them. */
    private List<Subject> points(RecordKind kind, Subject subject) {
        long first = ((Number) subject.own().getOrDefault(RANK, 0L)).longValue() * LOT;
        return LongStream.range(first, Math.min(first + LOT, register.size()))
                .mapToObj(i -> subject.child(kind.name(), (int) i).of(register.pce(i)))
                .toList();
    }
}
