package omega.submitter.deposit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import omega.calendar.Canal;
import omega.calendar.OmegaCalendar;
import omega.channel.Timeouts;
import omega.channel.connect.Connection;
import omega.clock.OmegaClock;
import omega.submitter.Stand;
import omega.submitter.book.Preparation;
import omega.submitter.ledger.Ledger;
import omega.submitter.ledger.Lot;
import omega.submitter.partner.Contrat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole days from seeds: four submitters (processes of their own in the full suite, four sets of stages otherwise) on one database plan, write and deposit at the same time, with no lease that would keep them apart, while requests come and the
 * portal is used. By what arrives at OMEGA no day's quota, no hours and no 18:50 is ever broken, and no request comes twice or is forgotten.
 */
class WholeDaysTest {
    private static final boolean FULL = Boolean.getBoolean("tests.full");
    /** Of two days each. */
    private static final int SEEDS = FULL ? 100 : 2;

    private static final int PROCESSES = 4;
    private static final OmegaCalendar CALENDAR = Stand.PACK.calendar();

    /** Third Saturdays, days around the clock changes, a Saturday evening, holidays, the end of a year. */
    private static final List<LocalDate> SPECIAL = List.of(
            LocalDate.of(2026, 11, 21),
            LocalDate.of(2026, 3, 28),
            LocalDate.of(2026, 3, 30),
            LocalDate.of(2026, 10, 24),
            LocalDate.of(2026, 2, 21),
            LocalDate.of(2026, 5, 1),
            LocalDate.of(2026, 12, 25),
            LocalDate.of(2026, 12, 31));

    /** At which a rule begins or ends. */
    private static final List<LocalTime> EDGES = List.of(
            LocalTime.of(7, 59, 30),
            LocalTime.of(8, 0),
            LocalTime.of(15, 58, 30),
            LocalTime.of(16, 0, 1),
            LocalTime.of(18, 44),
            LocalTime.of(18, 48),
            LocalTime.of(18, 49),
            LocalTime.of(18, 49, 50),
            LocalTime.of(18, 50, 5),
            LocalTime.of(18, 56),
            LocalTime.of(18, 59, 58));

    @TempDir
    static Path home;

    private static Stand stand;
    private static final List<ByTheTick> CHILDREN = new ArrayList<>();

    @BeforeAll
    static void start() throws SQLException, IOException {
        stand = new Stand(Instant.parse("2026-01-05T08:00:00Z"));
        for (int i = 0; FULL && i < PROCESSES; i++) {
            CHILDREN.add(new ByTheTick(stand.login(), home.resolve("process-" + i + ".log")));
        }
    }

    @AfterAll
    static void stop() {
        CHILDREN.forEach(ByTheTick::close);
        stand.close();
    }

    /** A file as it came: when, and what the portal had used by then. */
    private record Arrival(String file, Instant at, Map<LocalDate, Integer> portal) {}

    /** One day and the next. */
    private static final class Day {
        private final Random random;
        private final Path root;
        private final Comptage comptage;
        private final int limit;
        private final int reserve;
        private final LocalDate date;
        private final Omega omega;
        private final List<Stand.Node> nodes = new ArrayList<>();
        private final List<Arrival> arrivals = new ArrayList<>();
        private final Map<LocalDate, Integer> portal = new HashMap<>();
        private final Set<String> asked = new HashSet<>();

        /** @param generous further requests a day that one of the processes believes in */
        Day(long seed, int generous) {
            random = new Random(seed * 0x9E3779B97F4A7C15L);
            comptage = List.of(Comptage.values()).get(random.nextInt(3));
            limit = 15 + random.nextInt(60);
            reserve = random.nextInt(15);
            date = seed % 2 == 0
                    ? SPECIAL.get((int) (seed / 2 % SPECIAL.size()))
                    : LocalDate.of(2026, 1, 1).plusDays(random.nextInt(650));
            root = home.resolve("day-" + seed + "-" + generous);
            omega = new Omega(root);
            for (int i = 0; i < PROCESSES; i++) {
                Contrat contrat =
                        Stand.contrat(root, limit + (i == 0 ? generous : 0), reserve, "{nom}.{lot}-{epoch}.tmp");
                nodes.add(stand.process(contrat));
            }
        }

        /** The rules that were broken. */
        Set<String> play(Map<String, Integer> hit) throws Exception {
            hit.merge(comptage.name(), 1, Integer::sum);
            List<Callable<Boolean>> turns = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                turns.add(turn(i));
            }
            try (ExecutorService threads = Executors.newFixedThreadPool(PROCESSES)) {
                for (Instant tick : ticks()) {
                    stand.hand.set(tick);
                    happenings();
                    for (Future<Boolean> each : threads.invokeAll(turns)) {
                        assertTrue(each.get());
                    }
                    arrive();
                }
            }
            Set<String> broken = audit(hit);
            nodes.getFirst()
                    .ledger
                    .jdbi()
                    .useHandle(handle -> handle.execute("TRUNCATE submitter.lot, submitter.demande, submitter.quota,"
                            + " submitter.evenement, submitter.regard CASCADE"));
            return broken;
        }

        private Callable<Boolean> turn(int process) throws IOException {
            Stand.Node node = nodes.get(process);
            if (CHILDREN.isEmpty()) {
                return new Turns(node, comptage);
            }
            ByTheTick child = CHILDREN.get(process);
            child.day(root, node.contrat.limite(), node.contrat.reservePortail(), comptage);
            return () -> {
                child.tick(stand.clock.instant());
                return true;
            };
        }

        /** What one process does over and over. */
        private record Turns(Preparation preparation, Deposits deposits) implements Callable<Boolean> {
            Turns(Stand.Node node, Comptage comptage) {
                this(
                        node.preparation(),
                        node.deposits(comptage, (partner, before) -> Connection.open(partner, Timeouts.USUAL, before)));
            }

            @Override
            public Boolean call() throws Exception {
                preparation.turn();
                deposits.turn();
                return true;
            }
        }

        private List<Instant> ticks() {
            TreeSet<Instant> ticks = new TreeSet<>();
            for (LocalDate each : List.of(date, date.plusDays(1))) {
                EDGES.forEach(edge ->
                        ticks.add(each.atTime(edge).atZone(OmegaClock.PARIS).toInstant()));
                int second = 23_400;
                while (second < 72_000) {
                    ticks.add(each.atTime(LocalTime.ofSecondOfDay(second))
                            .atZone(OmegaClock.PARIS)
                            .toInstant());
                    second += 900 + random.nextInt(1_800);
                }
            }
            return List.copyOf(ticks);
        }

        private void happenings() {
            Instant now = stand.clock.instant();
            if (asked.isEmpty() || random.nextInt(8) == 0) {
                Instant echeance = now.plus(Duration.ofMinutes(10 + random.nextInt(2_000)));
                asked.addAll(stand.accept(nodes.getLast(), 1 + random.nextInt(30), echeance));
            }
            if (random.nextInt(10) == 0) {
                LocalDate day = stand.clock.today();
                int used = random.nextInt(limit);
                nodes.getLast().quotas.declare(nodes.getLast().contrat, day, used, "op");
                portal.put(day, used);
            }
            if (random.nextInt(5) == 0) {
                omega.answer(nodes.getLast().settlement, now);
            }
        }

        private void arrive() {
            int before = omega.files().size();
            omega.pickUp();
            List<String> files = omega.files();
            files.subList(before, files.size())
                    .forEach(each -> arrivals.add(new Arrival(each, stand.clock.instant(), Map.copyOf(portal))));
        }

        private Set<String> audit(Map<String, Integer> hit) {
            Set<String> broken = new TreeSet<>();
            Map<String, Lot> lots = new LinkedHashMap<>();
            nodes.getFirst()
                    .ledger
                    .jdbi()
                    .withHandle(handle ->
                            Ledger.lots(handle.createQuery("SELECT * FROM submitter.lot WHERE etat <> 'Defait'")))
                    .forEach(each -> lots.put(each.fichier(), each));
            Map<LocalDate, Integer> counted = new HashMap<>();
            for (Arrival each : arrivals) {
                Lot lot = lots.get(each.file());
                if (lot == null) {
                    broken.add("unknown lot");
                    continue;
                }
                LocalDate deposited = each.at().atZone(OmegaClock.PARIS).toLocalDate();
                LocalDate processed = CALENDAR.processingDay(each.at());
                if (!CALENDAR.isOpen(Canal.FTP, OmegaCalendar.LECTURE_ECRITURE, each.at())) {
                    broken.add("hours");
                }
                boolean right = switch (comptage) {
                    case DEPOT -> lot.jour().equals(deposited);
                    case TRAITEMENT -> lot.jour().equals(processed);
                    case LES_DEUX -> lot.jour().equals(deposited) && lot.jour().equals(processed);
                };
                if (!right) {
                    broken.add("18:50");
                }
                if (!deposited.equals(processed)) {
                    hit.merge("files after 18:50, by " + comptage, 1, Integer::sum);
                }
                int sum = counted.merge(lot.jour(), lot.nombre(), Integer::sum);
                if (sum > limit - Math.max(reserve, each.portal().getOrDefault(lot.jour(), 0))) {
                    broken.add("quota");
                }
                hit.merge("files", 1, Integer::sum);
            }
            Map<LocalDate, Integer> booked = new HashMap<>();
            lots.values().forEach(each -> booked.merge(each.jour(), each.nombre(), Integer::sum));
            stand.used().forEach((day, used) -> {
                if (!used.equals(booked.getOrDefault(day, 0))) {
                    broken.add("booked otherwise than in lots");
                }
            });
            List<String> received = omega.demandes();
            Set<String> once = new HashSet<>(received);
            if (once.size() != received.size()) {
                broken.add("doubled");
            }
            Set<String> left = new HashSet<>(asked);
            left.removeAll(once);
            if (!waiting().equals(left)) {
                broken.add("lost");
            }
            counted.forEach((day, sum) -> {
                if (sum == limit - Math.max(reserve, portal.getOrDefault(day, 0))) {
                    hit.merge("days filled to the last", 1, Integer::sum);
                }
            });
            return broken;
        }

        /** What neither left nor is said to have left. */
        private Set<String> waiting() {
            return nodes.getFirst()
                    .ledger
                    .jdbi()
                    .withHandle(handle ->
                            handle.createQuery("""
                            SELECT id_demande FROM submitter.demande d LEFT JOIN submitter.lot l ON l.id = d.lot
                            WHERE l.etat IS NULL OR l.etat = 'Prepare'""").mapTo(String.class).set());
        }
    }

    @Test
    void noDayOfFourProcessesBreaksARule() throws Exception {
        Map<String, Integer> hit = new TreeMap<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Day day = new Day(seed, 0);
            assertEquals(Set.of(), day.play(hit), "seed " + seed + ", " + day.date);
        }
        System.out.println(2 * SEEDS + " days of four " + (FULL ? "processes" : "sets of stages")
                + " on one database, seeds from 0 on, hit " + hit + ": 0 rules broken");
        assertTrue(hit.getOrDefault("files", 0) > 2 * SEEDS, hit::toString);
    }

    /** If one process believes in a larger quota, the same days tell. */
    @Test
    void aProcessThatBelievesInMoreIsFoundOut() throws Exception {
        Set<String> broken = new TreeSet<>();
        for (long seed = 2; seed < 5 && broken.isEmpty(); seed++) {
            broken.addAll(new Day(seed, 500).play(new HashMap<>()));
        }
        assertTrue(broken.contains("quota"), broken::toString);
    }
}
