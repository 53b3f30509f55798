package omega.fetcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.event.Headers;
import omega.event.Topics;
import omega.fetcher.CrashingClients.Killed;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.FileFault;
import omega.fetcher.ledger.FileState.Complete;
import omega.fetcher.ledger.FileState.Controlee;
import omega.fetcher.ledger.FileState.Decoupee;
import omega.fetcher.ledger.FileState.EnQuarantaine;
import omega.fetcher.ledger.Ledger;
import omega.fetcher.parse.Parser;
import omega.fetcher.settle.Counting;
import omega.fetcher.settle.Publishing;
import omega.runtime.outbox.Relay;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariants 3, 4, 5, 7 and 8, turn by turn: parsers, counting, relay and collector die, wake up late, hear doubles. */
class RecordsOnceTest {
    private static final Catalogue PACK = Catalogue.provisional();

    /** Lines of a file of ten blocks. */
    private static final int MANY = 53_000;

    @TempDir
    private static Path home;

    private static Stand stand;
    private static int sequence;

    @BeforeAll
    static void start() throws Exception {
        stand = new Stand(home, OmegaClock.real());
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @Test
    void aParserKilledAtAnyCallLeavesEachRecordOnce() throws Exception {
        // Given
        List<String> boundaries = new ArrayList<>();
        cut(cok1("B", 6));
        try (CrashingClients watched = new CrashingClients(stand.kafka(), boundaries::add)) {
            parse(watched, "0-0", () -> boundaries.contains("after commit"));
        }
        List<CollectedFile> files = new ArrayList<>();

        // When
        for (int i : CrashingClients.tried(boundaries)) {
            files.add(cut(cok1("B", 6)));
            try (CrashingClients dying = CrashingClients.killedAt(i, stand.kafka())) {
                assertThrows(Killed.class, () -> parse(dying, "0-0", () -> false));
                dying.bury();
                CollectedFile file = files.getLast();
                parse(stand.clients(), "0-0", () -> counts(file) > 0);
            }
        }

        // Then
        System.out.printf("a parser was killed at %d of %d calls%n", files.size(), boundaries.size());
        assertTrue(boundaries.containsAll(List.of("before begin", "before offsets", "before commit", "after commit")));
        for (CollectedFile file : files) {
            assertEquals(List.of(2, 3, 4, 5, 6, 7), lines(file, Stand.COMMITTED), file::nom);
            assertEquals(1, counts(file));
        }
        long doubled = files.stream()
                .filter(file -> lines(file, Stand.UNCOMMITTED).size() > 6)
                .count();
        assertTrue(
                doubled >= files.size() / 2,
                () -> "without read_committed doubles would show in most files, showed in " + doubled);
    }

    @Test
    void aParserThatWakesUpLateIsFencedByItsGroup() throws Exception {
        // Given
        CollectedFile file = cut(cok1("B", 6));
        AtomicBoolean slept = new AtomicBoolean();
        CrashingClients[] self = new CrashingClients[1];
        try (CrashingClients zombie = new CrashingClients(stand.kafka(), call -> {
            if (call.equals("before offsets") && !slept.getAndSet(true)) {
                self[0].bury();
                parse(
                        stand.clients(),
                        "other",
                        () -> lines(file, Stand.UNCOMMITTED).size() == 12);
            }
        })) {
            self[0] = zombie;

            // When
            assertThrows(KafkaException.class, () -> parse(zombie, "zombie", () -> false));
        }

        // Then
        assertTrue(slept.get());
        assertEquals(List.of(2, 3, 4, 5, 6, 7), lines(file, Stand.COMMITTED));
        assertEquals(12, lines(file, Stand.UNCOMMITTED).size(), "both parsed it, one of them in vain");
    }

    @Test
    void aCountHeardTwiceCountsOnce() throws Exception {
        // Given
        CollectedFile file = cut(cok1("B", 6));
        parse(stand.clients(), "0-0", () -> counts(file) > 0);
        ConsumerRecord<byte[], byte[]> told = stand.life(file).stream()
                .filter(each -> Stand.header(each, Headers.TYPE).equals("BlocPublie"))
                .findFirst()
                .orElseThrow();

        // When a newer version's parser tells it again, with a field that is not known
        ObjectNode newer = (ObjectNode) Ledger.JSON.readTree(told.value());
        newer.putObject("encore").put("x", 1);
        byte[] value = Ledger.JSON.writeValueAsBytes(newer);
        try (KafkaProducer<byte[], byte[]> again = stand.clients().idempotent()) {
            again.send(new ProducerRecord<>(Topics.FICHIER, null, null, told.key(), value, told.headers()))
                    .get();
        }
        count(() -> false);

        // Then
        Released.assertHolds("BlocPublie", Ledger.JSON.readTree(told.value()));
        assertEquals(2, counts(file));
        assertEquals(6, stand.ledger.count(file).lues());
        assertEquals(1, stand.ledger.count(file).blocs());
    }

    @Test
    void aRelayKilledBeforeItMarksTellsAgainUnderTheSameIdAndInOrder() throws Exception {
        // Given
        CollectedFile file = cok1("C", 6);
        try (CrashingClients dying = new CrashingClients(stand.kafka(), call -> {
            if (call.equals("after flush")) {
                throw new Killed(call);
            }
        })) {
            assertThrows(Killed.class, () -> new Relay(dying, stand.ledger.jdbi(), stand.ledger.outbox()).turn());
        }
        assertTrue(!stand.ledger.announced(file));
        CollectedFile judged = stand.judgement(PACK).judge(file);

        // When
        relay();

        // Then
        List<String> ids = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : stand.life(judged)) {
            ids.add(Stand.header(each, Headers.ID));
            types.add(Stand.header(each, Headers.TYPE));
        }
        assertEquals(List.of("Archivee", "Archivee", "Controlee"), types);
        assertEquals(ids.get(0), ids.get(1));
        assertEquals(2, new HashSet<>(ids).size());
        assertTrue(stand.ledger.announced(judged));
    }

    @Test
    void aCollectorKilledInTheMiddleOfAFileGoesOnFromWhatIsCommitted() throws Exception {
        // Given
        CollectedFile file = killedAfterEightBlocks();

        // When
        stand.turnUntil("B", PACK, () -> stand.find(file).etat() instanceof Complete);

        // Then
        Complete complete = assertInstanceOf(Complete.class, stand.find(file).etat());
        assertEquals(1, stand.find(file).revision());
        assertEquals(MANY, complete.lues());
        assertEquals(MANY, complete.publiees());
        List<Integer> lines = lines(file, Stand.COMMITTED);
        assertEquals(MANY, lines.size());
        assertEquals(MANY, new HashSet<>(lines).size());
    }

    @Test
    void aCollectorThatFindsAnotherLayoutStartsTheNextRevision() throws Exception {
        // Given
        CollectedFile file = killedAfterEightBlocks();
        Catalogue changed =
                changed("REMM", "name: energie, type: integer, length: 12", "name: energie, type: integer, length: 11");

        // When
        try (Publishing publishing = stand.publishing("B", stand.clients(), changed)) {
            publishing.turn();
        }
        CollectedFile second = stand.find(file);
        parse(stand.clients(), "old", () -> counts(file) == 8);
        stand.turnUntil("B", changed, () -> stand.find(file).etat() instanceof Complete);

        // Then
        assertEquals(2, second.revision());
        assertEquals(2, stand.find(file).revision());
        assertEquals(MANY, ((Complete) stand.find(file).etat()).publiees());
        assertReplacedBeforeTheFirstRecordOfTheNext(file);
        Map<String, Long> revisions = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : records(file, Stand.COMMITTED)) {
            revisions.merge(Stand.header(each, Headers.REVISION), 1L, Long::sum);
        }
        assertEquals(MANY, revisions.get("2"));
        long first = revisions.getOrDefault("1", 0L);
        assertTrue(first > MANY / 2 && first < MANY, revisions::toString);
    }

    @Test
    void theTotalOfEnergyStaysEqualOverAReplay() throws Exception {
        // Given
        String name = Publications.remmName("B", ++sequence);
        CollectedFile file =
                stand.archived("B", "REMM", name, Publications.zip(Publications.remm("B", 2032, 22417, -1314, 0)));
        stand.turnUntil("B", PACK, () -> stand.find(file).etat() instanceof Complete);
        SampleConsumer before = new SampleConsumer("REMM");

        // When
        stand.ledger.replay(stand.find(file), "REMM", stand.archive.size(file), "a test", "op");
        stand.turnUntil("B", PACK, () -> stand.find(file).etat() instanceof Complete);
        SampleConsumer after = new SampleConsumer("REMM");

        // Then
        assertEquals(2032 + 22417 - 1314, before.energy());
        assertEquals(before.energy(), after.energy());
        assertEquals(2 * before.energy(), after.naive, "one that does not look at revisions counts all twice");
        assertEquals(4, after.evicted, "Remplacee evicts what the first revision told");
        assertReplacedBeforeTheFirstRecordOfTheNext(file);
        List<ConsumerRecord<byte[], byte[]>> records = records(file, Stand.COMMITTED);
        assertEquals(8, records.size());
        assertEquals(
                4,
                records.stream()
                        .map(each -> Stand.header(each, Headers.SUBJECT))
                        .distinct()
                        .count());
        assertEquals(
                8,
                records.stream()
                        .map(each -> Stand.header(each, Headers.ID))
                        .distinct()
                        .count());
        assertEquals(
                1,
                records.stream()
                        .map(each -> Stand.header(each, Headers.SOURCE))
                        .distinct()
                        .count());
        Complete complete = (Complete) stand.find(file).etat();
        assertEquals(complete.lues(), complete.publiees() + complete.rejetees());
        assertEquals(4, complete.lues());
    }

    @Test
    void aParserThatLacksTheLayoutWaitsAndAnotherTakesTheBlock() throws Exception {
        // Given
        CollectedFile file = cut(cok1("B", 6));
        CollectedFile other = stand.archived(
                "B", "REMM", Publications.remmName("B", ++sequence), Publications.zip(Publications.remm("B", 1)));

        // When
        try (Parser lacking = stand.parser(stand.clients(), changed("COK1", "scale: 6", "scale: 7"), "lacking")) {
            long until = System.nanoTime() + 180_000_000_000L;
            while (stand.lacking.layouts().isEmpty() && System.nanoTime() < until) {
                lacking.turn();
            }
            cut(other);
            for (int i = 0; i < 4; i++) {
                lacking.turn();
            }
            assertEquals(1, stand.lacking.layouts().size());
            assertEquals(
                    1,
                    stand.registry()
                            .get("omega.parse.layouts.manquants")
                            .gauge()
                            .value());
            assertTrue(
                    stand.lacking.layouts().toString().contains("COK1 1 "),
                    () -> stand.lacking.layouts().toString());
        }

        // Then
        assertEquals(Set.of(), stand.lacking.layouts(), "it waits no longer");
        assertEquals(List.of(), lines(file, Stand.UNCOMMITTED));
        parse(stand.clients(), "having", () -> counts(file) > 0 && counts(other) > 0);
        assertEquals(List.of(2, 3, 4, 5, 6, 7), lines(file, Stand.COMMITTED));
        assertEquals(List.of(2), lines(other, Stand.COMMITTED));
    }

    @Test
    void aVersionThatThePackLearnsIsPublishedByAReplay() throws Exception {
        // Given
        String name = Publications.cok1Name("B", ++sequence);
        CollectedFile file = stand.archived(
                "B",
                "COK1",
                name,
                Publications.zip(Publications.header("COK1", "9", "B") + "ZN;20261122;1.012345;PRO\nFIN;1\n"));
        CollectedFile refused = stand.judgement(PACK).judge(file);
        EnQuarantaine quarantined = assertInstanceOf(EnQuarantaine.class, refused.etat());
        assertEquals(
                FileFault.Code.VERSION_INCONNUE, quarantined.fautes().getFirst().code());
        Catalogue mended = changed("COK1", "version: \"1\"", "version: \"9\"");

        // When
        stand.ledger.replay(refused, "COK1", stand.archive.size(refused), "the pack has version 9 now", "op");
        stand.turnUntil("B", mended, () -> stand.find(file).etat() instanceof Complete);

        // Then
        assertEquals(2, stand.find(file).revision());
        ConsumerRecord<byte[], byte[]> only = records(file, Stand.COMMITTED).getFirst();
        assertEquals(List.of(2), lines(file, Stand.COMMITTED));
        assertEquals("2", Stand.header(only, Headers.REVISION));
        assertEquals("1.012345", Ledger.JSON.readTree(only.value()).get("k1").asText());
    }

    /** Lines within the pack's limit that grow as JSON: six bytes for a control character, three for an empty field. */
    @Test
    void linesThatGrowAsJsonHoldNothingUp() throws Exception {
        // Given
        String line = "REL;GI012345;;2026-10-01;2026-11-01;;RNO;EST;DEF;;;;;;;45000";
        String text = Publications.header("RE1M", "1", "B") + line + "\n" + "\u0001".repeat(500_000) + "\n" + line
                + ";".repeat(500_000) + "\nFIN;3\n";
        CollectedFile file = stand.archived(
                "B", "RE1M", "RE1M_B_20261123122000_%05d.zip".formatted(++sequence), Publications.zip(text));

        // When
        stand.turnUntil("B", PACK, () -> stand.find(file).etat() instanceof Complete);

        // Then
        Complete complete = (Complete) stand.find(file).etat();
        assertEquals(2, complete.publiees());
        assertEquals(1, complete.rejetees());
        ConsumerRecord<byte[], byte[]> grown = records(file, Stand.COMMITTED).stream()
                .filter(each -> Stand.header(each, Headers.LIGNE).equals("4"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                500_000, Ledger.JSON.readTree(grown.value()).get("supplement").size());
    }

    @AfterEach
    void drain() throws Exception {
        relay();
    }

    private static CollectedFile cok1(String partner, int lines) throws IOException {
        sequence++;
        return stand.archived(
                partner,
                "COK1",
                Publications.cok1Name(partner, sequence),
                Publications.zip(Publications.cok1(partner, sequence, lines)));
    }

    /** Takes a file on until its blocks are in Kafka. */
    private static CollectedFile cut(CollectedFile file) throws Exception {
        try (Publishing publishing = stand.publishing("B", stand.clients(), PACK)) {
            publishing.turn();
        }
        CollectedFile cut = stand.find(file);
        assertInstanceOf(Decoupee.class, cut.etat());
        return cut;
    }

    /** A file of ten blocks whose collector died when the first transaction, of eight, was committed. */
    private static CollectedFile killedAfterEightBlocks() throws Exception {
        long[] energies = new SplittableRandom(++sequence).longs(MANY, 0, 1000).toArray();
        CollectedFile file = stand.archived(
                "B", "REMM", Publications.remmName("B", sequence), Publications.zip(Publications.remm("B", energies)));
        AtomicInteger begun = new AtomicInteger();
        try (CrashingClients dying = new CrashingClients(stand.kafka(), call -> {
            if (call.equals("before begin") && begun.incrementAndGet() == 2) {
                throw new Killed(call);
            }
        })) {
            Publishing publishing = stand.publishing("B", dying, PACK);
            assertThrows(Killed.class, publishing::turn);
        }
        assertInstanceOf(Controlee.class, stand.find(file).etat());
        return file;
    }

    /** The pack, but the number {@code from} of one flux is another. */
    private static Catalogue changed(String flux, String from, String to) throws IOException {
        Path directory = Files.createTempDirectory(home, "pack");
        String yaml = Files.readString(
                Path.of("../shared-model/src/main/resources/catalogue/provisional/flux/" + flux + ".yaml"));
        assertTrue(yaml.contains(from));
        Files.createDirectories(directory.resolve("flux"));
        Files.writeString(directory.resolve("flux/" + flux + ".yaml"), yaml.replace(from, to));
        return Catalogue.load(Optional.of(directory));
    }

    private interface Condition {
        boolean holds();
    }

    private static void parse(omega.runtime.kafka.Clients clients, String name, Condition done) {
        try (Parser parser = stand.parser(clients, PACK, name)) {
            long until = System.nanoTime() + 180_000_000_000L;
            while (!done.holds()) {
                assertTrue(System.nanoTime() < until, "not parsed within three minutes");
                parser.turn();
            }
        }
    }

    private static void relay() throws InterruptedException {
        try (Relay relay = new Relay(stand.clients(), stand.ledger.jdbi(), stand.ledger.outbox())) {
            relay.turn();
        }
    }

    private static void count(Condition done) throws IOException {
        try (Counting counting = new Counting(stand.clients(), stand.ledger)) {
            for (int i = 0; i < 6 && !done.holds(); i++) {
                counting.turn();
            }
        }
    }

    /** How often the parsers told a count of this file. */
    private static long counts(CollectedFile file) {
        return stand.life(file).stream()
                .filter(each -> Stand.header(each, Headers.TYPE).equals("BlocPublie"))
                .count();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(CollectedFile file, String isolation) {
        return stand.read(Topics.publication(file.flux()), isolation).stream()
                .filter(each -> Stand.header(each, Headers.SUBJECT).startsWith(file.prefix()))
                .toList();
    }

    /** The file's lines that are records, ordered within each partition. */
    private static List<Integer> lines(CollectedFile file, String isolation) {
        return records(file, isolation).stream()
                .map(each -> Integer.valueOf(Stand.header(each, Headers.LIGNE)))
                .sorted()
                .toList();
    }

    private static void assertReplacedBeforeTheFirstRecordOfTheNext(CollectedFile file) {
        ConsumerRecord<byte[], byte[]> replaced = stand.life(file).stream()
                .filter(each -> Stand.header(each, Headers.TYPE).equals("Remplacee"))
                .findFirst()
                .orElseThrow();
        long first = records(file, Stand.COMMITTED).stream()
                .filter(each -> Stand.header(each, Headers.REVISION).equals("2"))
                .mapToLong(ConsumerRecord::timestamp)
                .min()
                .orElseThrow();
        assertTrue(replaced.timestamp() <= first, () -> replaced.timestamp() + " is after " + first);
    }

    /** What a supplier's system does: it takes events in the broker's order, the highest revision counts, Remplacee evicts. */
    private static final class SampleConsumer {
        private record Kept(int revision, long energy) {}

        private final Map<String, Kept> kept = new HashMap<>();
        private long naive;
        private int evicted;

        SampleConsumer(String flux) throws IOException {
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(stand.read(Topics.FICHIER, Stand.COMMITTED));
            all.addAll(stand.read(Topics.publication(flux), Stand.COMMITTED));
            all.sort(java.util.Comparator.comparingLong(ConsumerRecord::timestamp));
            for (ConsumerRecord<byte[], byte[]> each : all) {
                JsonNode value = Ledger.JSON.readTree(each.value());
                if (each.topic().equals(Topics.FICHIER)) {
                    if (Stand.header(each, Headers.TYPE).equals("Remplacee")) {
                        evict(Stand.header(each, Headers.SOURCE) + " "
                                + value.get("sha256").asText().substring(0, 16));
                    }
                } else if (Set.of("B")
                        .contains(Stand.header(each, Headers.SOURCE).split("/", -1)[3])) {
                    long energy = value.get("energie").asLong();
                    naive += energy;
                    Kept mine = new Kept(Integer.parseInt(Stand.header(each, Headers.REVISION)), energy);
                    kept.merge(
                            Stand.header(each, Headers.SOURCE) + " " + Stand.header(each, Headers.SUBJECT),
                            mine,
                            (old, now) -> now.revision() >= old.revision() ? now : old);
                }
            }
        }

        private void evict(String file) {
            int before = kept.size();
            kept.keySet().removeIf(key -> key.startsWith(file + ":"));
            evicted += before - kept.size();
        }

        long energy() {
            return kept.values().stream().mapToLong(Kept::energy).sum();
        }
    }
}
