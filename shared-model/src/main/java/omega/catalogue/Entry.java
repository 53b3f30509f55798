package omega.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One mapping of a pack's file, with its place. Faults are collected, not thrown, so that a pack tells all of them at once; a value
 * at fault reads as its fall-back. Keys that nobody asked for are faults too: {@link #close}.
 */
final class Entry implements AutoCloseable {
    private final String file;
    private final String path;
    private final JsonNode node;
    private final Collection<PackFault> faults;
    private final Set<String> asked = new HashSet<>();

    Entry(String file, String path, JsonNode node, Collection<PackFault> faults) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.faults = faults;
        if (!node.isObject()) {
            faults.add(new PackFault(file, path, "must be a mapping of keys"));
        }
    }

    String file() {
        return file;
    }

    void fault(String key, String reason) {
        faults.add(new PackFault(file, at(key), reason));
    }

    private String at(String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }

    boolean has(String key) {
        asked.add(key);
        return node.hasNonNull(key);
    }

    String text(String key) {
        return optionalText(key).orElseGet(() -> {
            fault(key, "is missing");
            return "?";
        });
    }

    String text(String key, String otherwise) {
        return optionalText(key).orElse(otherwise);
    }

    Optional<String> optionalText(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (!node.get(key).isValueNode()) {
            fault(key, "must be a text");
            return Optional.empty();
        }
        return Optional.of(node.get(key).asText());
    }

    /** A text given to {@code reader}, whose IllegalArgumentException or DateTimeException becomes a fault. */
    <T> Optional<T> read(String key, Function<String, T> reader) {
        return optionalText(key).flatMap(text -> attempt(key, () -> reader.apply(text)));
    }

    <T> T read(String key, Function<String, T> reader, T otherwise) {
        return read(key, reader).orElse(otherwise);
    }

    /** A text that must be there, given to {@code reader}. */
    <T> Optional<T> require(String key, Function<String, T> reader) {
        if (!has(key)) {
            fault(key, "is missing");
        }
        return read(key, reader);
    }

    private <T> Optional<T> attempt(String key, java.util.function.Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            fault(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** One of an enum's constants, which must be there. */
    <E extends Enum<E>> E choice(String key, E[] choices, Function<E, String> word) {
        if (!has(key)) {
            fault(key, "is missing");
        }
        return choice(key, choices, word, choices[0]);
    }

    /** One of an enum's constants by its word, or {@code otherwise} where the key is left out. */
    <E extends Enum<E>> E choice(String key, E[] choices, Function<E, String> word, E otherwise) {
        Optional<String> text = optionalText(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        for (E choice : choices) {
            if (word.apply(choice).equals(text.get())) {
                return choice;
            }
        }
        fault(
                key,
                "'" + text.get() + "' is none of "
                        + Stream.of(choices).map(word).collect(Collectors.joining(", ")));
        return otherwise;
    }

    static <E extends Enum<E>> String lower(E choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    boolean flag(String key) {
        if (!has(key)) {
            return false;
        }
        if (!node.get(key).isBoolean()) {
            fault(key, "must be true or false");
        }
        return node.get(key).asBoolean();
    }

    int integer(String key, int otherwise, int least, int most) {
        return (int) whole(key, otherwise, least, most);
    }

    long whole(String key, long otherwise, long least, long most) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = node.get(key);
        if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) {
            fault(key, "must be a whole number within " + least + ".." + most);
            return otherwise;
        }
        return value.asLong();
    }

    /** A list of texts; a lone text is a list of one. */
    List<String> texts(String key) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode value = node.get(key);
        if (value.isValueNode()) {
            return List.of(value.asText());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : value) {
            if (!value.isArray() || !each.isValueNode()) {
                fault(key, "must be a text or a list of texts");
                return List.of();
            }
            texts.add(each.asText());
        }
        return List.copyOf(texts);
    }

    List<Integer> integers(String key) {
        List<Integer> numbers = new ArrayList<>();
        texts(key).forEach(text -> attempt(key, () -> Integer.valueOf(text)).ifPresent(numbers::add));
        return numbers;
    }

    /** What stands there, whatever it is. */
    Optional<JsonNode> optionalTree(String key) {
        return has(key) ? Optional.of(node.get(key)) : Optional.empty();
    }

    /** The same where something must stand there; missing reads as an empty mapping. */
    JsonNode tree(String key) {
        return optionalTree(key).orElseGet(() -> {
            fault(key, "is missing");
            return JsonNodeFactory.instance.objectNode();
        });
    }

    /** A mapping below this one; missing reads as an empty one, with a fault when it is required. */
    Entry entry(String key) {
        if (!has(key)) {
            fault(key, "is missing");
            return new Entry(file, at(key), JsonNodeFactory.instance.objectNode(), new ArrayList<>());
        }
        return new Entry(file, at(key), node.get(key), faults);
    }

    List<Entry> entries(String key) {
        List<Entry> entries = new ArrayList<>();
        if (has(key)) {
            JsonNode list = node.get(key);
            if (!list.isArray()) {
                fault(key, "must be a list");
                return entries;
            }
            for (int i = 0; i < list.size(); i++) {
                entries.add(new Entry(file, at(key) + "[" + i + "]", list.get(i), faults));
            }
        }
        return entries;
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** Names every key that nobody asked for. */
    @Override
    public void close() {
        keys().stream()
                .filter(key -> !asked.contains(key))
                .forEach(key -> fault(
                        key,
                        "is not a key here; known are "
                                + asked.stream().sorted().collect(Collectors.joining(", "))));
    }
}
