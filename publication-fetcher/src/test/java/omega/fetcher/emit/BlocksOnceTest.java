package omega.fetcher.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.event.Topics;
import omega.fetcher.CrashingClients;
import omega.fetcher.CrashingClients.Killed;
import omega.fetcher.Publications;
import omega.fetcher.Stand;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.FileState.Controlee;
import omega.runtime.kafka.Clients;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 4, of blocks: whatever dies and whenever, a {@code read_committed} consumer finds each block once and in order. */
class BlocksOnceTest {
    private static final Catalogue PACK = Catalogue.provisional();
    /** 10 blocks in transactions of 8 and 2; in full 17, of 8, 8 and 1. */
    private static final int LINES = Boolean.getBoolean("tests.full") ? 345_000 : 200_000;

    private static final int BLOCKS = Boolean.getBoolean("tests.full") ? 17 : 10;

    private static final String DETAILS = details(Publications.cok1("A", 1, LINES));

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
    void aCollectorKilledAtAnyCallLeavesEachBlockOnce() throws Exception {
        // Given
        List<String> boundaries = boundaries();
        List<CollectedFile> files = new ArrayList<>();

        // When
        for (int i : CrashingClients.tried(boundaries)) {
            CollectedFile file = file(i, files);
            try (CrashingClients dying = CrashingClients.killedAt(i, stand.kafka())) {
                assertThrows(Killed.class, () -> emit(new BlockEmission(dying, PACK, stand.ledger, "A"), file));
                try (BlockEmission next = new BlockEmission(stand.clients(), PACK, stand.ledger, "A")) {
                    emit(next, file);
                }
            }
        }

        // Then
        System.out.printf("a collector was killed at %d of %d calls%n", files.size(), boundaries.size());
        assertTrue(boundaries.size() > BLOCKS + 6, () -> boundaries.toString());
        assertOnce(files);
        long seen = stand.read(Topics.BLOC, Stand.UNCOMMITTED).size();
        long once = (long) BLOCKS * files.size();
        assertTrue(
                seen > once + 3L * files.size(),
                () -> "without read_committed doubles would show, but there were none: " + seen);
    }

    @Test
    void aCollectorOvertakenAtAnyCallIsFenced() throws Exception {
        // Given
        List<String> boundaries = boundaries();
        List<CollectedFile> files = new ArrayList<>();
        int fenced = 0;

        // When
        for (int i : CrashingClients.tried(boundaries.subList(0, boundaries.size() - 1))) {
            CollectedFile file = file(1000 + i, files);
            try (CrashingClients slow = CrashingClients.at(i, stand.kafka(), call -> {
                try (BlockEmission next = new BlockEmission(stand.clients(), PACK, stand.ledger, "A")) {
                    emit(next, file);
                }
            })) {
                assertThrows(KafkaException.class, () -> emit(new BlockEmission(slow, PACK, stand.ledger, "A"), file));
                fenced++;
            }
        }

        // Then
        System.out.printf("a collector was overtaken at %d calls and fenced each time%n", fenced);
        assertOnce(files);
    }

    /** The progress of all partners is in one partition: what one left open must not hide what another committed. */
    @Test
    void anotherPartnersOpenTransactionHidesNothing() throws Exception {
        // Given
        List<CollectedFile> files = new ArrayList<>();
        CollectedFile file = file(5000, files);
        try (KafkaProducer<byte[], byte[]> open = stand.clients().transactional("collect-B");
                BlockEmission first = new BlockEmission(stand.clients(), PACK, stand.ledger, "A")) {
            open.initTransactions();
            open.beginTransaction();
            open.send(new ProducerRecord<>(Topics.DECOUPAGE, Publications.bytes("B/COK1/x"), Publications.bytes("{}")))
                    .get();
            emit(first, file);

            // When
            Thread closing = Thread.ofVirtual().start(() -> open.close(java.time.Duration.ofSeconds(5)));
            try (BlockEmission second = new BlockEmission(stand.clients(), PACK, stand.ledger, "A")) {
                emit(second, file);
            }
            closing.join();
        }

        // Then
        assertOnce(files);
    }

    /** An archive that is damaged after its inspection fails alone: no transaction stays open behind it. */
    @Test
    void theNextFileFollowsOneWhoseArchiveWasDamaged() throws Exception {
        // Given
        List<CollectedFile> files = new ArrayList<>();
        CollectedFile damaged = file(6000, new ArrayList<>());
        CollectedFile good = file(6001, files);
        byte[] bytes = java.nio.file.Files.readAllBytes(stand.archive.path(damaged));
        bytes[bytes.length / 2] ^= 0x55;
        java.nio.file.Files.write(stand.archive.path(damaged), bytes);

        // When
        try (BlockEmission emission = new BlockEmission(stand.clients(), PACK, stand.ledger, "A")) {
            assertThrows(
                    java.io.IOException.class,
                    () -> emission.emit(damaged, controle(damaged), stand.archive.path(damaged)));
            emit(emission, good);
        }

        // Then
        assertOnce(files);
    }

    @Test
    void topicsOfAnotherEnvironmentAreRefused() {
        try (BlockEmission _ = new BlockEmission(stand.clients(), PACK, stand.ledger, "A")) {
            var refused = assertThrows(
                    IllegalStateException.class,
                    () -> new BlockEmission(new Clients(stand.kafka(), "other"), PACK, stand.ledger, "A"));
            assertTrue(String.valueOf(refused.getMessage()).contains("'test'"), refused::toString);
        }
    }

    /** What a collector calls while it emits one file, in order. */
    private static List<String> boundaries() throws Exception {
        try (BlockEmission claim = new BlockEmission(stand.clients(), PACK, stand.ledger, "A")) {
            claim.forget(file(9000 + sequence, new ArrayList<>()));
        }
        List<String> calls = new ArrayList<>();
        try (CrashingClients watched = new CrashingClients(stand.kafka(), calls::add);
                BlockEmission emission = new BlockEmission(watched, PACK, stand.ledger, "A")) {
            emit(emission, file(9500 + sequence, new ArrayList<>()));
        }
        return calls;
    }

    private static CollectedFile file(int seed, List<CollectedFile> files) throws Exception {
        String text = "ENT;COK1;1;GRDF;A;20261123110000;" + seed + "\n" + DETAILS + "FIN;" + LINES + "\n";
        CollectedFile archived = stand.archived(
                "A",
                "COK1",
                "GRDF_COK1_20261123_A_%03d.zip".formatted(sequence++),
                Publications.stored(Publications.member(text), Publications.bytes(text)));
        CollectedFile file = stand.judgement(PACK).judge(archived);
        files.add(file);
        return file;
    }

    private static String details(String text) {
        return text.substring(text.indexOf('\n') + 1, text.lastIndexOf("FIN;"));
    }

    private static omega.fetcher.ledger.Controle controle(CollectedFile file) {
        return ((Controlee) file.etat()).controle();
    }

    private static void emit(BlockEmission emission, CollectedFile file) {
        try {
            emission.emit(file, controle(file), stand.archive.path(file));
        } catch (java.io.IOException | omega.fetcher.inspect.Member.Unsound e) {
            throw new AssertionError(e);
        }
    }

    private static void assertOnce(List<CollectedFile> files) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> committed = byFile(Stand.COMMITTED);
        for (CollectedFile file : files) {
            TreeMap<Long, byte[]> blocks = new TreeMap<>();
            Map<Integer, Long> last = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> each : committed.getOrDefault(file.key(), List.of())) {
                BlockContext context = BlockContext.read(
                        each.headers().lastHeader(BlockContext.HEADER).value());
                long before = last.getOrDefault(each.partition(), 0L);
                assertTrue(before < context.bloc(), () -> "block " + context.bloc() + " after " + before);
                last.put(each.partition(), context.bloc());
                assertEquals(
                        null, blocks.put(context.bloc(), each.value()), () -> "block " + context.bloc() + " twice");
            }
            assertEquals(BLOCKS, blocks.size());
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            blocks.values().forEach(whole::writeBytes);
            assertTrue(DETAILS.equals(whole.toString(StandardCharsets.UTF_8)), () -> file.nom() + " is not whole");
        }
    }

    private static Map<String, List<ConsumerRecord<byte[], byte[]>>> byFile(String isolation) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> byFile = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : stand.read(Topics.BLOC, isolation)) {
            byFile.computeIfAbsent(new String(each.key(), StandardCharsets.UTF_8), key -> new ArrayList<>())
                    .add(each);
        }
        return byFile;
    }
}
