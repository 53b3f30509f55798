package omega.ws.describe;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import omega.ws.contract.Builtin;
import omega.ws.contract.Facets;
import omega.ws.contract.SimpleType;
import omega.ws.contract.Values;

/** A value of a simple type in its written form, always the same: what one would write, if that fits, else what its limits and patterns lead to. */
final class Usual {
    static final String DAY = "2030-03-15";
    static final String TIME = "09:00:00";
    private static final String WORD = "texte";
    private static final int LONGEST = 10_000;

    private int ids;

    /** Empty where none was found; {@code notEmpty}: the empty text would mean something else. */
    Optional<String> of(SimpleType type, boolean notEmpty) {
        return candidates(type)
                .filter(each -> !(notEmpty && each.isEmpty()))
                .filter(each -> Values.settled(type, each).equals(each)
                        && Values.breaches(type, each).isEmpty())
                .findFirst();
    }

    private Stream<String> candidates(SimpleType type) {
        Facets facets = type.facets();
        List<String> values = facets.values();
        if (values != null) {
            return values.stream().map(each -> Values.settled(type, each));
        }
        Stream<String> usual = switch (type) {
            case SimpleType.Union union -> union.members().stream().flatMap(each -> of(each, false).stream());
            case SimpleType.Listing list -> Stream.of(items(list));
            case SimpleType.Atomic atomic -> Stream.concat(usual(atomic), near(atomic));
        };
        int least = facets.minLength();
        return Stream.concat(
                usual,
                facets.patterns().reversed().stream()
                        .flatMap(List::stream)
                        .flatMap(each -> Patterned.texts(each, least)));
    }

    private String items(SimpleType.Listing list) {
        int most = Math.min(LONGEST, list.facets().maxLength());
        int size = Math.min(most, Math.max(1, list.facets().minLength()));
        return IntStream.range(0, size)
                .mapToObj(_ -> of(list.item(), true).orElse(""))
                .reduce((one, other) -> one + " " + other)
                .orElse("");
    }

    private Stream<String> usual(SimpleType.Atomic type) {
        Facets facets = type.facets();
        return switch (type.builtin()) {
            case BOOLEAN -> Stream.of("true", "false", "1", "0");
            case BASE64_BINARY -> Stream.of(Base64.getEncoder().encodeToString(octets(facets)));
            case HEX_BINARY -> Stream.of(HexFormat.of().formatHex(octets(facets)));
            case DATE_TIME -> zoned(DAY + "T" + TIME, DAY + "T" + TIME + ".000");
            case DATE -> zoned(DAY);
            case TIME -> zoned(TIME);
            case G_YEAR -> zoned("2030");
            case G_YEAR_MONTH -> zoned("2030-03");
            case G_MONTH -> zoned("--03");
            case G_MONTH_DAY -> zoned("--03-15");
            case G_DAY -> zoned("---15");
            case DURATION -> Stream.of("P1D", "PT1H", "P1M");
            case LANGUAGE -> Stream.of("fr", "fr-FR");
            case ANY_URI -> Stream.of("https://example.org/", "urn:example:1");
            case ID -> Stream.of("id" + ++ids);
            case IDREF -> Stream.of("id1");
            case STRING, NORMALIZED_STRING, TOKEN, NMTOKEN, NAME, NC_NAME -> Stream.of(word(facets));
            default -> Stream.of("1", "0", "-1");
        };
    }

    private static Stream<String> zoned(String... times) {
        return Arrays.stream(times).flatMap(each -> Stream.of(each, each + "+01:00", each + "Z"));
    }

    private static byte[] octets(Facets facets) {
        return word(facets).getBytes(StandardCharsets.US_ASCII);
    }

    private static String word(Facets facets) {
        int length = Math.min(Math.max(WORD.length(), facets.minLength()), facets.maxLength());
        return WORD.repeat(1 + Math.min(length, LONGEST) / WORD.length()).substring(0, Math.min(length, LONGEST));
    }

    /** Limits themselves, and what lies beside and between them. */
    private static Stream<String> near(SimpleType.Atomic type) {
        List<String> bounds =
                type.facets().bounds().stream().map(Facets.Bound::value).toList();
        if (type.builtin().json() != Builtin.Json.TEXT) {
            return numbers(
                    bounds.stream()
                            .filter(each -> !each.endsWith("INF") && !each.equals("NaN"))
                            .map(BigDecimal::new)
                            .toList(),
                    Math.min(6, type.facets().fractionDigits()));
        }
        return bounds.stream().flatMap(each -> Stream.of(each, shifted(each, 1), shifted(each, -1)));
    }

    private static Stream<String> numbers(List<BigDecimal> bounds, int digits) {
        Stream<BigDecimal> beside = bounds.stream()
                .flatMap(each -> Stream.of(BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ONE.movePointLeft(digits))
                        .flatMap(step -> Stream.of(each.add(step), each.subtract(step))));
        Stream<BigDecimal> between =
                bounds.stream().reduce(BigDecimal::add).map(sum -> sum.multiply(new BigDecimal("0.5"))).stream();
        return Stream.concat(beside, between)
                .map(each ->
                        each.signum() == 0 ? "0" : each.stripTrailingZeros().toPlainString());
    }

    /** The same in another year, where it begins with one. */
    private static String shifted(String time, int years) {
        return time.matches("[1-9][0-9]{3}(-.*)?")
                ? Integer.parseInt(time.substring(0, 4)) + years + time.substring(4)
                : time;
    }
}
