package omega.runtime.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One line as it is kept.
 *
 * @param jour the Paris date of {@code le}
 * @param acteur a service, or the operator who asked
 * @param objet what it was done with: a file, a lot, a host
 * @param raison why, where there is a why
 */
record AuditLine(
        long id,
        LocalDate jour,
        Instant le,
        String service,
        String partenaire,
        String acteur,
        String action,
        String objet,
        String resultat,
        @Nullable String raison) {

    static AuditLine of(ResultSet row) throws SQLException {
        return new AuditLine(
                row.getLong("id"),
                row.getObject("jour", LocalDate.class),
                row.getObject("le", OffsetDateTime.class).toInstant(),
                row.getString("service"),
                row.getString("partenaire"),
                row.getString("acteur"),
                row.getString("action"),
                row.getString("objet"),
                row.getString("resultat"),
                row.getString("raison"));
    }

    /** SHA-256, in hex, of everything but the id, each part after its length, so that no two lines share one by moving a border. */
    String fingerprint() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            for (String part : Arrays.asList(
                    jour.toString(), le.toString(), service, partenaire, acteur, action, objet, resultat, raison)) {
                byte[] text = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
                out.writeInt(part == null ? -1 : text.length);
                out.write(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sha256(bytes.toByteArray());
    }

    /** In hex. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
