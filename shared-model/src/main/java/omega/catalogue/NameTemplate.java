package omega.catalogue;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file name with places: {@code REMM_{partenaire}_{instant:yyyyMMddHHmmss}_{sequence:5}.zip}. Matches names and makes them.
 */
public final class NameTemplate {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z*]+)(?::([^{}]+))?\\}");
    private final String text;
    private final Pattern pattern;
    private final List<String> places = new ArrayList<>();

    /** @throws IllegalArgumentException when a place is unknown, named twice or its format is wrong */
    public NameTemplate(String text) {
        this.text = text;
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
            case "flux" -> "[A-Z0-9+_]+";
            case "instant", "date" -> {
                String format = argument.orElseThrow(
                        () -> new IllegalArgumentException("{" + name + "} needs a format, {" + name + ":yyyyMMdd}"));
                yield DateTimeFormatter.ofPattern(format)
                        .format(LocalDateTime.of(2000, 1, 1, 0, 0))
                        .replaceAll("[.+*?()\\[\\]\\\\]", "\\\\$0")
                        .replaceAll("\\d", "\\\\d");
            }
            case "sequence" ->
                argument.map(digits -> "\\d{" + Integer.parseInt(digits) + "}").orElse("\\d+");
            default ->
                throw new IllegalArgumentException("{" + name + "} is none of {partenaire}, {flux}, {instant:…},"
                        + " {date:…}, {sequence:N}, {*}");
        };
        return "(?<" + name + ">" + body + ")";
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
    public String format(String partenaire, String flux, LocalDateTime instant, long sequence) {
        StringBuilder name = new StringBuilder();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            String argument = place.group(2);
            String value = switch (place.group(1)) {
                case "partenaire" -> partenaire;
                case "flux" -> flux;
                case "instant", "date" -> DateTimeFormatter.ofPattern(argument).format(instant);
                case "sequence" ->
                    argument == null ? Long.toString(sequence) : ("%0" + argument + "d").formatted(sequence);
                default -> "";
            };
            place.appendReplacement(name, Matcher.quoteReplacement(value));
        }
        return place.appendTail(name).toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameTemplate template && template.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
