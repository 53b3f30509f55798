package omega.ws.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A place in a contract's file. */
record At(Source source, String pointer) {
    JsonNode node() {
        return source.at(pointer);
    }

    At at(String key) {
        return new At(source, pointer + "/" + Source.escaped(key));
    }

    At at(int index) {
        return new At(source, pointer + "/" + index);
    }

    Optional<At> find(String key) {
        At child = at(key);
        return child.node().isMissingNode() || child.node().isNull() ? Optional.empty() : Optional.of(child);
    }

    /** A text; empty where there is none. */
    String text(String key) {
        return node().path(key).asText("");
    }

    boolean is(String key) {
        return node().path(key).asBoolean(false);
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>();
        node().fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** The members of an array, or none. */
    List<At> members(String key) {
        List<At> members = new ArrayList<>();
        At array = at(key);
        for (int i = 0; i < array.node().size(); i++) {
            members.add(array.at(i));
        }
        return members;
    }

    String file() {
        return source.file();
    }

    int line() {
        return source.line(pointer);
    }

    Unfit unfit(String reason) {
        return new Unfit(file(), line(), reason);
    }

    String id() {
        return file() + "#" + pointer;
    }
}
