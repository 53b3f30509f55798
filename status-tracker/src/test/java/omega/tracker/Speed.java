package omega.tracker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import omega.tracker.hear.Evidence.FileJudged;
import omega.tracker.hear.Evidence.Followed;
import omega.tracker.hear.Evidence.LotDeposited;
import omega.tracker.hear.Evidence.Lotted;
import omega.tracker.hear.Evidence.Received;
import omega.tracker.hear.Heard;
import omega.tracker.hear.Heard.Fact;
import omega.tracker.hear.Proof;
import org.postgresql.PGConnection;

/**
 * How fast evidence is kept, a reconstruction is, and a search answers; against a bare {@code COPY} of the same rows of evidence into a table of the same
 * indexes. By hand: argument, the number of requests (50,000).
 */
final class Speed {
    private static final Instant DAY = Instant.parse("2026-11-23T08:00:00Z");
    private static final int LOT = 1_000;
    private static final int BATCH = 20_000;

    private Speed() {}

    public static void main(String[] arguments) throws Exception {
        int requests = arguments.length == 0 ? 50_000 : Integer.parseInt(arguments[0]);
        try (Stand stand = new Stand()) {
            List<Heard> events = events(requests);
            Stopwatch all = new Stopwatch();
            for (int from = 0; from < events.size(); from += BATCH) {
                stand.keeping.keep(events.subList(from, Math.min(events.size(), from + BATCH)));
            }
            double kept = all.perMinute("kept", events.size());
            stand.keeping.jdbi().useHandle(handle -> handle.execute("ANALYZE"));
            bare(stand, events.size(), kept);
            Stopwatch rebuild = new Stopwatch();
            stand.keeping.rebuild("op");
            var _ = rebuild.perMinute("reconstruction", events.size());
            searches(stand, requests);
        }
        System.exit(0);
    }

    private static final class Stopwatch {
        private final long start = System.nanoTime();

        double perMinute(String what, int events) {
            double minutes = (System.nanoTime() - start) / 60e9;
            System.out.printf(
                    "%s: %d in %.1f s, %.2f million a minute%n", what, events, minutes * 60, events / minutes / 1e6);
            return events / minutes;
        }
    }

    /** A day as it comes: all requests, their lots, deposits, comptes-rendus, and two SDEM. */
    private static List<Heard> events(int requests) {
        List<Heard> events = new ArrayList<>();
        String json =
                "{\"evenement\":\"x\",\"partenaire\":\"ESA\",\"idDemande\":\"DEMANDE-2026-0000000\",\"kind\":\"CHF\",\"pce\":\"21434567890123\",\"le\":\"2026-11-23T08:00:00Z\"}";
        Consumer<omega.tracker.hear.Evidence> add = each -> events.add(new Fact(each, json));
        for (int i = 0; i < requests; i++) {
            add.accept(new Received(proof(0, i), id(i), "CHF", pce(i), LocalDate.of(2026, 12, 1), "NORMALE", null));
        }
        for (int i = 0; i < requests; i++) {
            add.accept(new Lotted(
                    proof(1, i),
                    id(i),
                    "CHF",
                    pce(i),
                    i / LOT,
                    "F" + i / LOT,
                    i % LOT + 2,
                    LocalDate.of(2026, 11, 23)));
            if (i % LOT == LOT - 1) {
                add.accept(
                        new LotDeposited(proof(2, i), i / LOT, "F" + i / LOT, "CHF", LOT, LocalDate.of(2026, 11, 23)));
                add.accept(new FileJudged(proof(3, i), "F" + i / LOT, "ACC", "SG" + i / LOT, null));
            }
        }
        for (int i = 0; i < requests; i++) {
            add.accept(new Followed(proof(4, i), id(i), "SG" + i / LOT, null, pce(i), "CHF", "INT", null));
        }
        for (int i = 0; i < requests; i++) {
            add.accept(new Followed(proof(5, i), id(i), "SG" + i / LOT, null, pce(i), "CHF", "REA", null));
        }
        return events;
    }

    private static Proof proof(int step, int number) {
        Instant at = DAY.plus(Duration.ofHours(step));
        return new Proof(
                new UUID(at.getEpochSecond() << 24, number), 1, "ESA", at, at, "FILE_" + step + ".zip:" + number);
    }

    private static String id(int number) {
        return "DEMANDE-2026-%07d".formatted(number);
    }

    private static String pce(int number) {
        return "214%011d".formatted(number);
    }

    private static void bare(Stand stand, int events, double kept) throws Exception {
        StringBuilder dump = new StringBuilder();
        try (var connection = stand.dataSource.getConnection()) {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            var out = new java.io.ByteArrayOutputStream();
            var _ = copy.copyOut("COPY tracker.preuve TO STDOUT", out);
            dump.append(out.toString(StandardCharsets.UTF_8));
            try (var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE bare (LIKE tracker.preuve INCLUDING INDEXES)");
            }
            Stopwatch watch = new Stopwatch();
            long rows = copy.copyIn("COPY bare FROM STDIN", new java.io.StringReader(dump.toString()), 1 << 18);
            double perMinute = watch.perMinute("bare COPY with the same indexes", (int) rows);
            System.out.printf("ratio %.2f of %d events%n", kept / perMinute, events);
        }
    }

    private static void searches(Stand stand, int requests) {
        for (String where : List.of(
                "id = '" + id(requests / 2) + "'",
                "pce = '" + pce(requests / 3) + "'",
                "lot = " + requests / LOT / 2,
                "numero = 'SG" + requests / LOT / 3 + "'",
                "etat = 'Realisee'",
                "etat = 'Incertaine'",
                "kind = 'CHF' AND etat = 'Realisee'",
                "premiere >= '2026-11-23' AND premiere < '2026-11-24'",
                "true")) {
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                stand.texts(
                        "SELECT count(*)::text FROM (SELECT 1 FROM tracker.demande WHERE " + where + " LIMIT 10001) c");
                stand.texts("SELECT id FROM tracker.demande WHERE " + where + " ORDER BY rang DESC LIMIT 50");
                best = Math.min(best, System.nanoTime() - start);
            }
            System.out.printf("search %s: %.1f ms%n", where, best / 1e6);
        }
    }
}
