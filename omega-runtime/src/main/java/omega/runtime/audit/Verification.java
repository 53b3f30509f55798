package omega.runtime.audit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import omega.clock.OmegaClock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Compares every sealed day with its seal, every seal with the one before, and the days that are over with those that are sealed. Changes nothing. */
final class Verification {
    private final Jdbi jdbi;
    private final OmegaClock clock;

    Verification(DataSource dataSource, OmegaClock clock) {
        this.jdbi = Jdbi.create(dataSource);
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param faults one a line or seal that is not as it was, in words
     * @param last the newest seal's day and hash; empty where nothing is sealed
     * @param hashes every seal's hash, in hex
     */
    record Result(int days, long lines, List<String> faults, String last, List<String> hashes) {}

    Result run() {
        return jdbi.withHandle(handle -> {
            List<String> faults = new ArrayList<>();
            List<String> hashes = new ArrayList<>();
            long lines = 0;
            String before = Seal.first();
            LocalDate expected = null;
            String last = "";
            for (LocalDate day : Seals.days(handle)) {
                for (; expected != null && expected.isBefore(day); expected = expected.plusDays(1)) {
                    faults.add("the seal of " + expected + " is missing");
                }
                Seal seal = Seals.of(handle, day);
                if (!seal.isWhole()) {
                    faults.add("the seal of " + day + " was edited: its hash is not of what it says");
                }
                if (!before.equals(seal.precedent())) {
                    faults.add("the seal of " + day
                            + " does not follow the one before it: one of them was replaced, or one is missing");
                }
                compare(handle, seal, faults);
                lines += seal.lignes().size();
                before = seal.empreinte();
                last = day + " " + seal.empreinte();
                hashes.add(seal.empreinte());
                expected = day.plusDays(1);
            }
            earlier(handle, faults);
            later(handle, faults);
            return new Result(hashes.size(), lines, List.copyOf(faults), last, List.copyOf(hashes));
        });
    }

    private static void compare(Handle handle, Seal seal, List<String> faults) {
        Map<Long, AuditLine> present = new LinkedHashMap<>();
        Seals.lines(handle, seal.jour()).forEach(line -> present.put(line.id(), line));
        Seals.lines(handle, seal.lignes()).forEach(line -> present.putIfAbsent(line.id(), line));
        Map<String, Long> sealed = new HashMap<>();
        for (int i = 0; i < Math.min(seal.lignes().size(), seal.empreintes().size()); i++) {
            sealed.put(seal.empreintes().get(i), seal.lignes().get(i));
        }
        for (int i = 0; i < Math.min(seal.lignes().size(), seal.empreintes().size()); i++) {
            long id = seal.lignes().get(i);
            AuditLine line = present.remove(id);
            String at = "line " + id + " of " + seal.jour();
            if (line == null) {
                faults.add(at + " is missing");
            } else if (!seal.empreintes().get(i).equals(line.fingerprint())) {
                Long other = sealed.get(line.fingerprint());
                faults.add(
                        other == null
                                ? at + " was edited: it says now " + line
                                : at + " was moved: it says what line " + other + " said");
            }
        }
        present.values()
                .forEach(line -> faults.add(
                        "line " + line.id() + " of " + seal.jour() + " was added after the day was sealed: " + line));
    }

    /** Before the first seal there is no line. */
    private static void earlier(Handle handle, List<String> faults) {
        handle.createQuery("""
                        SELECT id, jour FROM audit.ligne WHERE jour < (SELECT min(jour) FROM audit.sceau) ORDER BY id""")
                .map((row, _) -> "line " + row.getLong("id") + " of " + row.getString("jour")
                        + " stands before the first seal: its seal is missing, or its date was edited")
                .forEach(faults::add);
    }

    /** After the newest seal there are lines only of days that are not to be sealed yet: no seal after them tells of one that was taken away. */
    private void later(Handle handle, List<String> faults) {
        handle.createQuery("""
                        SELECT jour, count(*) AS lines FROM audit.ligne
                        WHERE jour > coalesce((SELECT max(jour) FROM audit.sceau), '-infinity') AND jour <= :last
                        GROUP BY jour ORDER BY jour""")
                .bind("last", Sealing.lastOver(clock))
                .map((row, _) -> row.getString("jour") + " has lines (" + row.getLong("lines")
                        + ") and no seal: it was taken away, or no service has run since to put it")
                .forEach(faults::add);
    }
}
