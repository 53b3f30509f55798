package omega.bench.tracker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import omega.bench.Benchmark;
import omega.bench.Contender;
import omega.bench.Goal;
import omega.bench.Goal.Bound;
import omega.bench.Measured;
import omega.bench.Outcome;
import omega.bench.Scale;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.sandbox.Database;
import omega.tracker.show.Demandes;
import omega.tracker.show.Register;
import org.jspecify.annotations.Nullable;

/** Searches over years of requests. */
public final class Find implements Benchmark {
    private static final String TYPICAL = "ms";
    private static final String SLOWEST = "ms, slowest";
    private static final int SEARCHES = 20;
    private static final int A_DAY = 10_000;

    @Override
    public String name() {
        return "search";
    }

    private static int requests(Scale scale) {
        return scale.requests() * 10;
    }

    @Override
    public String about(Scale scale) {
        return """
            Searches over %,d requests of %,d days, each as GET /demandes answers it: a page of 50, newest first, and how many there are (exact up to 10,000).
            Beside it the least that an answer takes: one row by its key.
            """.formatted(requests(scale), Math.max(1, requests(scale) / A_DAY));
    }

    /** Parameters of GET /demandes. */
    private interface Asker {
        Map<String, String> next(Random random);
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        int requests = requests(scale);
        int days = Math.max(1, requests / A_DAY);
        Path home = scale.home().resolve("search");
        Scale.delete(home);
        Files.createDirectories(scale.home());
        Catalogue catalogue = Catalogue.provisional();
        try (Database database = Database.start(home, 0, Store.SETTINGS);
                Store store = new Store(database, "search", catalogue)) {
            long began = System.nanoTime();
            fill(store, requests);
            double minutes = (System.nanoTime() - began) / 60e9;
            Demandes demandes = new Demandes(new Register(store.keeping, OmegaClock.real(), catalogue));
            Map<String, Asker> askers = askers(requests, days);
            List<Contender> contenders = new ArrayList<>();
            List<Goal> goals = new ArrayList<>();
            Random random = new Random(42);
            askers.forEach((what, asker) -> {
                String name = "omega: " + what;
                contenders.add(new Contender(name, () -> ask(demandes, asker, random)));
                goals.add(new Goal.Absolute("ms, " + what, TYPICAL, name, Bound.atMost(100)));
            });
            contenders.add(new Contender("omega: the 200th page of all, by suite", () -> followed(demandes)));
            contenders.add(new Contender(
                    "one row by its key",
                    () -> times(i ->
                            store.number("SELECT count(*) FROM tracker.demande WHERE partenaire = 'ESA' AND id = 'D-"
                                    + random.nextInt(requests) + "'"))));
            return new Outcome(
                    Measured.interleaved(scale.rounds(), contenders),
                    goals,
                    List.of(
                            "Of %d answers in a turn the median, and the slowest; called as the service's resource, without HTTP."
                                    .formatted(SEARCHES),
                            "The rows were made in %.1f minutes by SQL, as the tracker keeps them, with all its indexes; evidence is only there of every tenth lot, of who was in it. PostgreSQL on the same machine with %s."
                                    .formatted(minutes, String.join(", ", Store.SETTINGS))));
        } finally {
            Scale.delete(home);
        }
    }

    private static Map<String, Asker> askers(int requests, int days) {
        int lots = Math.max(1, requests / 1_000);
        Map<String, Asker> askers = new LinkedHashMap<>();
        askers.put("by id", random -> Map.of("idDemande", "D-" + random.nextInt(requests)));
        askers.put("by PCE", random -> Map.of("pce", "21%012d".formatted(random.nextInt(requests))));
        askers.put(
                "by lot", random -> Map.of("lot", Integer.toString(10 * (1 + random.nextInt(Math.max(1, lots / 10))))));
        askers.put("by numéro de suivi", random -> Map.of("numeroSuivi", "SG" + random.nextInt(lots)));
        askers.put("all", _ -> Map.of());
        askers.put("of a common state", _ -> Map.of("etat", "Realisee"));
        askers.put("of a rare state", _ -> Map.of("etat", "Incertaine"));
        askers.put("of a state and a common kind", _ -> Map.of("etat", "NonRecevable", "kind", "CHF"));
        askers.put("of a state and a rare kind", _ -> Map.of("etat", "NonRecevable", "kind", "TJDC"));
        askers.put("of a rare kind", _ -> Map.of("kind", "TJDC"));
        askers.put("of a small partner", _ -> Map.of("partenaire", "TIR"));
        askers.put("of a small partner and a state", _ -> Map.of("partenaire", "TIR", "etat", "NonRecevable"));
        askers.put("of a day of OMEGA", random -> Map.of("jour", day(random.nextInt(days))));
        askers.put(
                "of a day, kind and state",
                random -> Map.of("jour", day(random.nextInt(days)), "kind", "MES", "etat", "Realisee"));
        askers.put("first heard of in a month, long ago", random -> month(random, days));
        askers.put("of such a month and a rare kind", random -> {
            Map<String, String> asked = new HashMap<>(month(random, days));
            asked.put("kind", "TJDC");
            return asked;
        });
        askers.put("overdue", _ -> Map.of("enRetard", "true"));
        return askers;
    }

    private static Map<String, String> month(Random random, int days) {
        int from = random.nextInt(Math.max(1, days / 2));
        return Map.of("depuis", day(from), "jusqua", day(from + 30));
    }

    private static String day(int number) {
        return java.time.LocalDate.of(2024, 1, 1).plusDays(number).toString();
    }

    /** Indexes are made after the rows, and nothing is logged, which takes a fraction of the time and changes nothing for who reads. */
    private static void fill(Store store, int requests) {
        List<String> indexes = store.keeping.read(handle -> handle.createQuery(
                        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'tracker' AND tablename IN ('demande',"
                                + " 'preuve') AND indexname NOT LIKE '%pkey'")
                .mapTo(String.class)
                .list());
        store.keeping
                .read(handle -> handle.createQuery(
                                "SELECT 'DROP INDEX tracker.' || indexname FROM pg_indexes WHERE schemaname ="
                                        + " 'tracker' AND tablename IN ('demande', 'preuve') AND indexname NOT LIKE"
                                        + " '%pkey'")
                        .mapTo(String.class)
                        .list())
                .forEach(store::execute);
        store.execute("ALTER TABLE tracker.demande DROP CONSTRAINT demande_pkey");
        store.execute("ALTER TABLE tracker.demande SET UNLOGGED");
        store.execute("ALTER TABLE tracker.preuve SET UNLOGGED");
        store.execute("""
            INSERT INTO tracker.demande (partenaire, id, kind, pce, date_souhaitee, priorite, lot, fichier, ligne, jour, numero, premiere, etat, le, preuve, attend, echoit)
            SELECT CASE WHEN i %% 997 = 0 THEN 'TIR' ELSE 'ESA' END, 'D-' || i,
                   CASE WHEN i %% 2003 = 0 THEN 'TJDC' WHEN i %% 10 < 6 THEN 'CHF' WHEN i %% 10 < 8 THEN 'MES' ELSE 'RAD' END,
                   '21' || lpad((i::bigint * 7919 %% %d)::text, 12, '0'), d + 10, 'NORMALE', i / 1000 + 1,
                   'DEM_CHF_ESA_' || i / 1000 || '.zip', i %% 1000 + 2, d, 'SG' || i / 1000, d + time '09:00' + i %% 10000 * interval '1 second',
                   CASE WHEN %d - i < 5000 THEN 'AccepteeNiveau1' WHEN i %% 100003 = 0 THEN 'Incertaine' WHEN i %% 33 = 0 THEN 'NonRecevable'
                        WHEN i %% 50 = 0 THEN 'Annulee' ELSE 'Realisee' END,
                   d + time '10:00', gen_random_uuid(), CASE WHEN %d - i < 5000 THEN 'SDEM' END,
                   CASE WHEN %d - i < 5000 THEN d + time '20:00' END
            FROM generate_series(0, %d - 1) i, LATERAL (SELECT date '2024-01-01' + i / %d AS d) days
            """.formatted(requests, requests, requests, requests, requests, A_DAY));
        store.execute("""
            INSERT INTO tracker.preuve (cle, revision, partenaire, sort, le, dit, origine, demande, perimee, kind, pce, lot, fichier, ligne, jour, valeur)
            SELECT ('00000000-0000-0000-0000-' || lpad(to_hex(rang), 12, '0'))::uuid, 1, partenaire, 'Lotted', premiere, premiere, 'omega.demande.depot.v1/0/' || rang, id, false, kind, pce, lot, fichier, ligne, jour, '{}'
            FROM tracker.demande WHERE lot % 10 = 0
            """);
        store.execute("ALTER TABLE tracker.demande ADD PRIMARY KEY (id, partenaire)");
        store.execute("INSERT INTO tracker.regard VALUES ('ESA', 'publications', now() + interval '9 years')");
        indexes.forEach(store::execute);
        store.execute("VACUUM (ANALYZE) tracker.demande");
        store.execute("VACUUM (ANALYZE) tracker.preuve");
    }

    private interface Ask {
        void at(int number) throws Exception;
    }

    private static Map<String, Double> times(Ask ask) throws Exception {
        double[] times = new double[SEARCHES];
        for (int i = 0; i < SEARCHES; i++) {
            long start = System.nanoTime();
            ask.at(i);
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(TYPICAL, times[SEARCHES / 2]);
        figures.put(SLOWEST, times[SEARCHES - 1]);
        return figures;
    }

    private static Map<String, Double> ask(Demandes demandes, Asker asker, Random random) throws Exception {
        return times(_ -> {
            var _ = page(demandes, asker.next(random), null);
        });
    }

    private static Map<String, Double> followed(Demandes demandes) throws Exception {
        String suite = null;
        for (int i = 1; i < 200; i++) {
            String next = page(demandes, Map.of(), suite).suite();
            suite = next == null ? suite : next;
        }
        String last = suite;
        return times(_ -> {
            var _ = page(demandes, Map.of(), last);
        });
    }

    private static Register.Page page(Demandes demandes, Map<String, String> asked, @Nullable String suite) {
        String lot = asked.get("lot");
        return demandes.list(
                asked.get("partenaire"),
                asked.get("idDemande"),
                asked.get("pce"),
                asked.get("kind"),
                asked.get("etat"),
                lot == null ? null : Long.valueOf(lot),
                asked.get("numeroSuivi"),
                asked.get("depuis"),
                asked.get("jusqua"),
                asked.get("jour"),
                asked.containsKey("enRetard"),
                0,
                50,
                suite);
    }
}
