package omega.runtime.audit;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/**
 * A day's seal.
 *
 * @param lignes ids of the day's lines, in order
 * @param empreintes the fingerprint of each
 * @param precedent the hash of the seal before, {@link #first} where there is none
 * @param empreinte the hash over all the others
 */
record Seal(LocalDate jour, List<Long> lignes, List<String> empreintes, String precedent, String empreinte) {

    /** What the first seal follows. */
    static String first() {
        return "0".repeat(64);
    }

    /** The seal of a day's lines, in order of id, after {@code before}. */
    static Seal over(LocalDate day, List<AuditLine> lines, String before) {
        List<Long> ids = lines.stream().map(AuditLine::id).toList();
        List<String> prints = lines.stream().map(AuditLine::fingerprint).toList();
        return new Seal(day, ids, prints, before, hash(day, ids, prints, before));
    }

    /** Of one text that no other seal has: a day, numbers and hashes hold no comma or bracket. */
    private static String hash(LocalDate day, List<Long> ids, List<String> prints, String before) {
        return AuditLine.sha256((before + " " + day + " " + ids + " " + prints).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether its own hash is of what it says. */
    boolean isWhole() {
        return lignes.size() == empreintes.size() && empreinte.equals(hash(jour, lignes, empreintes, precedent));
    }

    static Seal of(ResultSet row) throws SQLException {
        return new Seal(
                row.getObject("jour", LocalDate.class),
                List.of((Long[]) row.getArray("lignes").getArray()),
                List.of((String[]) row.getArray("empreintes").getArray()),
                row.getString("precedent"),
                row.getString("empreinte"));
    }
}
