package omega.submitter.accept;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import omega.submitter.check.Demande;
import omega.submitter.check.Priorite;
import org.jspecify.annotations.Nullable;

/**
 * The hash of what a request asks for: two requests have the same one exactly when they ask for the same. Absent and empty are the same, a deadline counts as an
 * instant, no priority is {@code NORMALE}. It never changes from one version of the gateway to the next: it is kept for ever.
 */
final class Empreinte {
    private final MessageDigest digest;

    private Empreinte() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** In lower-case hexadecimal. */
    static String of(Demande demande) {
        Empreinte empreinte = new Empreinte();
        empreinte.add("kind", demande.kind());
        empreinte.add("pce", demande.pce());
        empreinte.add("dateSouhaitee", demande.dateSouhaitee());
        empreinte.add("echeance", instant(demande.echeance()));
        empreinte.add("priorite", blank(demande.priorite()) ? Priorite.NORMALE.name() : demande.priorite());
        for (Map.Entry<String, String> field : new TreeMap<>(demande.fields()).entrySet()) {
            empreinte.add("fields." + field.getKey(), field.getValue());
        }
        return HexFormat.of().formatHex(empreinte.digest.digest());
    }

    /** With its length, so that no two lists of fields give the same bytes. */
    private void add(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            for (String part : new String[] {name, value}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
        }
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static @Nullable String instant(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toString();
        } catch (DateTimeException _) {
            return text;
        }
    }
}
