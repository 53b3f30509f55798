package omega.catalogue;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one flux's files, with places: {@code REMM_{partenaire}_{instant:yyyyMMddHHmmss}_{sequence:5}.zip}. Matches names and makes
 * them.
 */
public final class NameTemplate {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z*]+)(?::([^{}]+))?\\}");
    /** Digits and signs only, so that what it makes can be told apart again; letters between quotes are themselves. */
    private static final Pattern FORMAT = Pattern.compile("(?:yyyy|MM|dd|HH|mm|ss|'[^'/{}]*'|[-_. ])+");

    private final String text;
    private final String flux;
    private final Pattern pattern;
    private final List<String> places = new ArrayList<>();

    /**
     * @param flux the guide's code, which is all that {@code {flux}} stands for
     * @throws IllegalArgumentException when a place is unknown, named twice or its format is wrong
     */
    public NameTemplate(String text, String flux) {
        this.text = text;
        this.flux = flux;
        StringBuilder regex = new StringBuilder();
        Matcher place = PLACE.matcher(text);
        int done = 0;
        while (place.find()) {
            regex.append(literal(text.substring(done, place.start())));
            regex.append(expression(place.group(1), Optional.ofNullable(place.group(2))));
            done = place.end();
        }
        regex.append(literal(text.substring(done)));
        this.pattern = Pattern.compile(regex.toString());
    }

    private static String literal(String text) {
        if (text.contains("{") || text.contains("}") || text.contains("/")) {
            throw new IllegalArgumentException("'" + text + "' is neither a place nor part of a file name");
        }
        return text.isEmpty() ? "" : Pattern.quote(text);
    }

    private String expression(String name, Optional<String> argument) {
        if (name.equals("*")) {
            return "[^/]*";
        }
        if (places.contains(name)) {
            throw new IllegalArgumentException("{" + name + "} stands twice");
        }
        places.add(name);
        String body = switch (name) {
            case "partenaire" -> "[A-Za-z0-9-]+";
            case "flux" -> Pattern.quote(flux);
            case "instant", "date" -> time(argument.orElse(""));
            case "sequence" -> argument.isEmpty() ? "\\d+" : "\\d{" + digits(argument.get()) + "}";
            default ->
                throw new IllegalArgumentException("{" + name + "} is none of {partenaire}, {flux}, {instant:…},"
                        + " {date:…}, {sequence:N}, {*}");
        };
        return "(?<" + name + ">" + body + ")";
    }

    private static String time(String format) {
        if (!FORMAT.matcher(format).matches() || !format.contains("yyyy")) {
            throw new IllegalArgumentException(
                    "'" + format + "' is no format of a name, such as yyyyMMdd or yyyyMMdd'T'HHmmss");
        }
        StringBuilder regex = new StringBuilder();
        String[] parts = format.split("'", -1);
        for (int i = 0; i < parts.length; i++) {
            regex.append(
                    i % 2 == 0
                            ? parts[i].replaceAll("[A-Za-z]", "\\\\d").replace(".", "\\.")
                            : Pattern.quote(parts[i]));
        }
        return regex.toString();
    }

    private static int digits(String count) {
        if (!count.matches("[1-9]|1[0-8]")) {
            throw new IllegalArgumentException("{sequence:" + count + "} must have 1 to 18 digits");
        }
        return Integer.parseInt(count);
    }

    /** The parts of {@code name} by place, or empty when it does not fit. */
    public Optional<Map<String, String>> match(String name) {
        Matcher matcher = pattern.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> parts = new HashMap<>();
        places.forEach(place -> parts.put(place, matcher.group(place)));
        return Optional.of(parts);
    }

    /** The name with its places filled; {@code {*}} becomes empty. */
    public String format(String partenaire, LocalDateTime instant, long sequence) {
        return format(partenaire, instant, sequence, "");
    }

    String format(String partenaire, LocalDateTime instant, long sequence, String any) {
        StringBuilder name = new StringBuilder();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            String argument = place.group(2);
            String value = switch (place.group(1)) {
                case "partenaire" -> partenaire;
                case "flux" -> flux;
                case "instant", "date" ->
                    DateTimeFormatter.ofPattern(argument, Locale.ROOT).format(instant);
                case "sequence" ->
                    argument == null
                            ? Long.toString(sequence)
                            : String.format(Locale.ROOT, "%0" + argument + "d", sequence);
                default -> any;
            };
            place.appendReplacement(name, Matcher.quoteReplacement(value));
        }
        return place.appendTail(name).toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameTemplate template && template.text.equals(text) && template.flux.equals(flux);
    }

    @Override
    public int hashCode() {
        return text.hashCode() * 31 + flux.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
