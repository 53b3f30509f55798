package omega.ws.contract;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.DatatypeFactory;
import org.jspecify.annotations.Nullable;

/** Judges the written form of a value, after white space, by its simple type. */
public final class Values {
    /** Longest text of one value. */
    public static final int MOST_CHARACTERS = 4 << 20;

    private static final int MOST_DIGITS = 1_000;
    private static final DatatypeFactory DATES = dates();

    private Values() {}

    private static DatatypeFactory dates() {
        try {
            return DatatypeFactory.newDefaultInstance();
        } catch (RuntimeException e) {
            throw new IllegalStateException("every Java has dates of XML Schema", e);
        }
    }

    /** Every constraint of {@code type} that {@code text} breaks; {@code text} must be as white space leaves it, of a union as it is written. */
    public static List<Breach> breaches(SimpleType type, String text) {
        if (text.length() > MOST_CHARACTERS) {
            return List.of(new Breach(Kind.LENGTH, "has more than " + MOST_CHARACTERS + " characters"));
        }
        List<Breach> breaches = new ArrayList<>();
        switch (type) {
            case SimpleType.Atomic atomic -> {
                String written = atomic.builtin() == Builtin.BASE64_BINARY ? text.replace(" ", "") : text;
                if (!isWritten(atomic.builtin(), written)) {
                    breaches.add(
                            new Breach(Kind.TYPE, "is no xs:" + atomic.builtin().xsd()));
                    return breaches;
                }
                atomic(atomic, written, breaches);
            }
            case SimpleType.Listing list -> {
                List<String> items = items(text);
                for (int i = 0; i < items.size(); i++) {
                    int at = i;
                    breaches(list.item(), items.get(i))
                            .forEach(each ->
                                    breaches.add(new Breach(each.kind(), "item " + (at + 1) + " " + each.reason())));
                }
                length(list.facets(), items.size(), "items", breaches);
                patterns(list.facets(), text, breaches);
                values(list.facets(), breaches, value -> sameList(list, items, items(value)));
            }
            case SimpleType.Union union -> {
                SimpleType member = member(union, text);
                if (member == null) {
                    breaches.add(new Breach(Kind.TYPE, "fits none of the types that may stand here"));
                    return breaches;
                }
                patterns(union.facets(), union.facets().whiteSpace().apply(text), breaches);
                String settled = settled(member, text);
                values(union.facets(), breaches, value -> same(member, settled, value));
            }
        }
        return breaches;
    }

    /** What white space leaves of {@code written}: of a union, by the member that it fits. */
    public static String settled(SimpleType type, String written) {
        SimpleType member = type instanceof SimpleType.Union union ? member(union, written) : null;
        return member == null ? type.facets().whiteSpace().apply(written) : settled(member, written);
    }

    /** The first member that the text, as it is written, fits. */
    public static @Nullable SimpleType member(SimpleType.Union union, String text) {
        return union.members().stream()
                .filter(each -> breaches(each, each instanceof SimpleType.Union ? text : settled(each, text))
                        .isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** The items of a list. */
    public static List<String> items(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    private static boolean isWritten(Builtin builtin, String text) {
        if (Plain.isSurely(builtin, text)) {
            return true;
        }
        if (builtin.json() != Builtin.Json.TEXT && text.length() > MOST_DIGITS) {
            return false;
        }
        return builtin.lexical() == null || builtin.lexical().fits(text);
    }

    private static void atomic(SimpleType.Atomic type, String text, List<Breach> breaches) {
        Facets facets = type.facets();
        patterns(facets, text, breaches);
        if (facets.values() != null) {
            values(facets, breaches, value -> same(type, text, value));
        }
        switch (type.builtin().json()) {
            case TEXT -> {
                switch (type.builtin()) {
                    case BASE64_BINARY -> length(facets, octets(text), "octets", breaches);
                    case HEX_BINARY -> length(facets, text.length() / 2, "octets", breaches);
                    default -> {
                        if (!type.builtin().isTemporal()) {
                            // Java's own validators, OMEGA's perhaps among them, count characters beyond U+FFFF twice
                            int most = text.length();
                            int least = text.codePointCount(0, most);
                            length(facets, most > facets.maxLength() ? most : least, "characters", breaches);
                        }
                    }
                }
            }
            case NUMBER, INTEGER -> digits(facets, text, breaches);
            case BOOLEAN -> {}
        }
        List<Facets.Bound> bounds = facets.bounds();
        for (int i = 0; i < bounds.size(); i++) {
            Facets.Bound bound = bounds.get(i);
            if (!within(type.builtin(), text, bound)) {
                String word = bound.least()
                        ? (bound.inclusive() ? "at least " : "more than ")
                        : (bound.inclusive() ? "at most " : "less than ");
                breaches.add(new Breach(Kind.RANGE, "must be " + word + bound.value()));
            }
        }
    }

    private static int octets(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() / 4 * 3 - padding;
    }

    private static void patterns(Facets facets, String text, List<Breach> breaches) {
        if (facets.patterns().isEmpty()) {
            return;
        }
        for (List<Regex> step : facets.patterns()) {
            if (!anyFits(step, text)) {
                breaches.add(new Breach(
                        Kind.PATTERN,
                        "does not fit "
                                + String.join(
                                        " or ", step.stream().map(Regex::source).toList())));
            }
        }
    }

    private static boolean anyFits(List<Regex> step, String text) {
        for (Regex each : step) {
            if (each.fits(text)) {
                return true;
            }
        }
        return false;
    }

    private static void values(Facets facets, List<Breach> breaches, java.util.function.Predicate<String> same) {
        List<String> values = facets.values();
        if (values != null && values.stream().noneMatch(same)) {
            breaches.add(new Breach(
                    Kind.ENUMERATION,
                    "is none of " + (values.size() > 20 ? values.size() + " values" : String.join(", ", values))));
        }
    }

    private static void length(Facets facets, int length, String unit, List<Breach> breaches) {
        if (length < facets.minLength() || length > facets.maxLength()) {
            String wanted = facets.minLength() == facets.maxLength()
                    ? String.valueOf(facets.minLength())
                    : facets.maxLength() == Facets.NONE
                            ? "at least " + facets.minLength()
                            : facets.minLength() + " to " + facets.maxLength();
            breaches.add(new Breach(Kind.LENGTH, "has " + length + " " + unit + ", not " + wanted));
        }
    }

    private static void digits(Facets facets, String text, List<Breach> breaches) {
        if (facets.totalDigits() == Facets.NONE && facets.fractionDigits() == Facets.NONE) {
            return;
        }
        int plain = Plain.digitsAfterPoint(text);
        if (plain >= 0 && plain <= facets.fractionDigits() && text.length() <= facets.totalDigits()) {
            return;
        }
        BigDecimal value = new BigDecimal(text).stripTrailingZeros();
        int fraction = Math.max(0, value.scale());
        int total = value.scale() < 0 ? value.precision() - value.scale() : Math.max(value.precision(), value.scale());
        if (fraction > facets.fractionDigits()) {
            breaches.add(new Breach(
                    Kind.DIGITS, "has " + fraction + " digits after the point, more than " + facets.fractionDigits()));
        }
        if (total > facets.totalDigits()) {
            breaches.add(new Breach(Kind.DIGITS, "has " + total + " digits, more than " + facets.totalDigits()));
        }
    }

    private static boolean within(Builtin builtin, String text, Facets.Bound bound) {
        Order order = compare(builtin, text, bound.value());
        return (bound.inclusive() && order == Order.EQUAL) || order == (bound.least() ? Order.GREATER : Order.LESSER);
    }

    /** How two values stand to each other; dates with and without zone may not. */
    private enum Order {
        LESSER,
        EQUAL,
        GREATER,
        UNKNOWN;

        static Order of(int comparison) {
            return comparison < 0 ? LESSER : comparison > 0 ? GREATER : EQUAL;
        }

        /** Those that differ by the month in which they begin stand nowhere. */
        static Order ofDurations(int[] each) {
            Order first = of(each[0]);
            return java.util.Arrays.stream(each).allMatch(one -> of(one) == first) ? first : UNKNOWN;
        }

        static Order ofDates(int comparison) {
            return comparison == DatatypeConstants.INDETERMINATE ? UNKNOWN : of(comparison);
        }
    }

    private static Order compare(Builtin builtin, String one, String other) {
        return switch (builtin.json()) {
            case INTEGER ->
                Plain.areWhole(one, other)
                        ? Order.of(Long.compare(Long.parseLong(one), Long.parseLong(other)))
                        : Order.of(new BigDecimal(one).compareTo(new BigDecimal(other)));
            case NUMBER -> {
                boolean special = one.endsWith("F") || one.endsWith("N") || other.endsWith("F") || other.endsWith("N");
                if (!special) {
                    yield Order.of(new BigDecimal(one).compareTo(new BigDecimal(other)));
                }
                double a = real(one);
                double b = real(other);
                yield Double.isNaN(a) || Double.isNaN(b)
                        ? Double.isNaN(a) && Double.isNaN(b) ? Order.EQUAL : Order.UNKNOWN
                        : Order.of(Double.compare(a, b));
            }
            case BOOLEAN -> isTrue(one) == isTrue(other) ? Order.EQUAL : Order.UNKNOWN;
            case TEXT -> {
                if (builtin == Builtin.DURATION) {
                    yield Order.ofDurations(DurationValue.of(one).compareAfterEach(DurationValue.of(other)));
                }
                if (builtin == Builtin.TIME) {
                    yield times(one, other);
                }
                if (builtin.isTemporal()) {
                    yield Order.ofDates(
                            DATES.newXMLGregorianCalendar(one).compare(DATES.newXMLGregorianCalendar(other)));
                }
                if (builtin == Builtin.HEX_BINARY) {
                    yield one.equalsIgnoreCase(other) ? Order.EQUAL : Order.UNKNOWN;
                }
                if (builtin == Builtin.BASE64_BINARY) {
                    yield one.replace(" ", "").equals(other.replace(" ", "")) ? Order.EQUAL : Order.UNKNOWN;
                }
                yield one.equals(other) ? Order.EQUAL : Order.UNKNOWN;
            }
        };
    }

    /** Times are of one day, whose zones do not carry them into another; 14 hours either way are more than it has, so one without zone stands nowhere. */
    private static Order times(String one, String other) {
        return isZoned(one) == isZoned(other) ? Order.of(seconds(one).compareTo(seconds(other))) : Order.UNKNOWN;
    }

    private static boolean isZoned(String time) {
        return time.matches(".*(Z|[+\\-][0-9]{2}:[0-9]{2})");
    }

    private static BigDecimal seconds(String time) {
        BigDecimal seconds = new BigDecimal(time.substring(6).replaceFirst("(Z|[+\\-].*)$", ""))
                .add(new BigDecimal(60 * minutes(time.substring(0, 5))));
        int zone = Math.max(time.lastIndexOf('+'), time.lastIndexOf('-'));
        int east = zone < 0 ? 0 : minutes(time.substring(zone + 1));
        return seconds.add(new BigDecimal(60 * (zone >= 0 && time.charAt(zone) == '+' ? -east : east)));
    }

    private static int minutes(String clock) {
        return Integer.parseInt(clock.substring(0, 2)) * 60 + Integer.parseInt(clock.substring(3, 5));
    }

    private static double real(String text) {
        return switch (text) {
            case "INF" -> Double.POSITIVE_INFINITY;
            case "-INF" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static boolean isTrue(String text) {
        return text.toLowerCase(Locale.ROOT).equals("true") || text.equals("1");
    }

    /** Whether two written forms are one value. */
    public static boolean same(SimpleType type, String one, String other) {
        return switch (type) {
            case SimpleType.Atomic atomic ->
                isWritten(atomic.builtin(), one)
                        && isWritten(atomic.builtin(), other)
                        && compare(atomic.builtin(), one, other) == Order.EQUAL;
            case SimpleType.Listing list ->
                sameList(list, items(one), items(list.facets().whiteSpace().apply(other)));
            case SimpleType.Union union -> {
                SimpleType member = member(union, one);
                yield member != null && same(member, settled(member, one), settled(member, other));
            }
        };
    }

    private static boolean sameList(SimpleType.Listing list, List<String> one, List<String> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!same(list.item(), one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
