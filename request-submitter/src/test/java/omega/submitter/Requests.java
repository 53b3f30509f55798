package omega.submitter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omega.submitter.check.Demande;

/** Requests written in the tests' own resources, cells between bars, and those resources themselves. */
public final class Requests {
    private Requests() {}

    /** Reads {@code id|kind|pce|date|echeance|priorite|field=value|…}; {@code \n} stands for a line break. */
    public static Demande read(String text) {
        String[] cells = text.strip().split("\\|", -1);
        return new Demande(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], fields(cells, 6));
    }

    /** Reads {@code id|kind|pce|date|field=value|…}. */
    public static Demande plain(String text) {
        String[] cells = text.strip().split("\\|", -1);
        return new Demande(cells[0], cells[1], cells[2], cells[3], null, null, fields(cells, 4));
    }

    private static Map<String, String> fields(String[] cells, int first) {
        Map<String, String> fields = new HashMap<>();
        for (int i = first; i < cells.length; i++) {
            int at = cells[i].indexOf('=');
            if (at > 0) {
                fields.put(cells[i].substring(0, at), cells[i].substring(at + 1).replace("\\n", "\n"));
            }
        }
        return fields;
    }

    /** Lines of a resource but for its comments. */
    public static List<String> lines(String resource) {
        return new String(bytes(resource), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    public static byte[] bytes(String resource) {
        try (InputStream in = Objects.requireNonNull(Requests.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
