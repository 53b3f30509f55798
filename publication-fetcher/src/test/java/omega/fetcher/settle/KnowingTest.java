package omega.fetcher.settle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import omega.catalogue.Catalogue;
import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.Environment;
import omega.channel.Partner;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.connect.Connection;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.event.Topics;
import omega.fetcher.Released;
import omega.fetcher.discover.Discovery;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.Controle;
import omega.fetcher.ledger.FileFault;
import omega.fetcher.ledger.FileState.Archivee;
import omega.fetcher.ledger.FileState.Count;
import omega.fetcher.ledger.FileState.Decouverte;
import omega.fetcher.ledger.Ledger;
import omega.sandbox.TestStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory is known up to a listing once every file that it or an earlier one showed has settled, and not before. */
class KnowingTest {
    private static final String T1 = "2026-11-27T09:00:00Z";
    private static final String T2 = "2026-11-27T09:15:00Z";
    private static final String T3 = "2026-11-27T09:30:00Z";
    private static final String T4 = "2026-11-27T09:45:00Z";

    private final TurnedClock hands = new TurnedClock(Instant.parse(T1));
    private final OmegaClock clock = OmegaClock.of(hands, Timeline.REAL);

    @TempDir
    private Path omega;

    private Partner partner;
    private AgroalDataSource dataSource;
    private Ledger ledger;
    private Knowing knowing;

    @BeforeEach
    void start() throws Exception {
        dataSource = TestStack.pool(TestStack.freshDatabase());
        ledger = new Ledger(dataSource, clock, "test");
        ledger.migrate();
        with("/publications", "/comptes-rendus");
    }

    private void with(String publications, String compteRendus) throws IOException {
        Files.createDirectories(omega.resolve(publications.substring(1)));
        Files.createDirectories(omega.resolve(compteRendus.substring(1)));
        partner = new Partner(
                "ESA",
                Environment.SANDBOX,
                new Partner.Local(omega),
                new Partner.Directories(publications, publications, "/demandes", compteRendus),
                Set.of("SDEM"));
        knowing = new Knowing(partner, ledger, clock);
    }

    @AfterEach
    void stop() {
        dataSource.close();
    }

    @Test
    void emptyDirectoriesAreKnownAtOnceAndEachListingIsToldOnce() throws Exception {
        look(T1);
        assertTold("publications " + T1, "compteRendus " + T1);
        look("2026-11-27T09:00:59Z");
        assertTold();
        look(T2);
        assertTold("publications " + T2, "compteRendus " + T2);
    }

    @Test
    void aListingWaitsForItsFilesAndForEarlierOnesButNotForLaterOnes() throws Exception {
        put("comptes-rendus", "CR_ESA_20261127091000_00001.zip");
        look(T2);
        assertTold("publications " + T2);
        put("comptes-rendus", "CR_ESA_20261127092000_00002.zip");
        look(T3);
        assertTold("publications " + T3);
        look(T4);
        assertTold("publications " + T4);

        CollectedFile first = archived("CR_ESA_20261127091000_00001.zip", "a");
        assertTold();
        completed(first);
        assertTold("compteRendus " + T2);

        CollectedFile second = archived("CR_ESA_20261127092000_00002.zip", "b");
        assertTold();
        CollectedFile bad = quarantined(second);
        assertTold("compteRendus " + T4);

        ledger.replay(bad, bad.flux(), 1, "a mended pack", "op");
        look("2026-11-27T10:00:00Z");
        assertTold("publications 2026-11-27T10:00:00Z");
    }

    @Test
    void aFileThatLeftUnfetchedHoldsNothingBack() throws Exception {
        Path file = put("publications", "GRDF_COK1_20261127_ESA_001.zip");
        look(T1);
        assertTold("compteRendus " + T1);
        Files.delete(file);
        look(T2);
        assertTold("publications " + T2, "compteRendus " + T2);
    }

    @Test
    void aDirectoryThatCannotBeReadIsNotKnown() throws Exception {
        Files.delete(omega.resolve("comptes-rendus"));
        look(T1);
        assertTold("publications " + T1);
    }

    @Test
    void whatIsToldIsWhatTheReleasedVersionReads() throws Exception {
        put("publications", "GRDF_COK1_20261127_ESA_001.zip");
        look(T1);
        completed(archived("GRDF_COK1_20261127_ESA_001.zip", "a"));
        knowing.turn();

        Map<String, String> told = ledger.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT type, valeur::text AS valeur FROM fetcher.evenement")
                        .collectRows(Collectors.toMap(
                                row -> row.getColumn("type", String.class),
                                row -> row.getColumn("valeur", String.class),
                                (first, _) -> first)));
        for (String event : List.of("Regard", "Decouverte", "Archivee", "Complete")) {
            Released.assertHolds(event, Ledger.JSON.readTree(told.get(event)));
        }
    }

    @Test
    void oneDirectoryForBothIsToldAsBoth() throws Exception {
        with("/tout", "/tout");
        put("tout", "CR_ESA_20261127091000_00001.zip");
        look(T1);
        assertTold();
        completed(archived("CR_ESA_20261127091000_00001.zip", "a"));
        assertTold("publications " + T1, "compteRendus " + T1);
    }

    private Path put(String directory, String name) throws IOException {
        Path file = Files.write(omega.resolve(directory).resolve(name), new byte[] {1});
        return Files.setLastModifiedTime(file, FileTime.from(Instant.parse(T1)));
    }

    private void look(String instant) throws ChannelException {
        hands.now = Instant.parse(instant);
        try (RemoteFolder folder = Connection.open(partner, Timeouts.USUAL, BeforeConnect.UNRULED)) {
            new Discovery(ledger, Catalogue.provisional(), clock).look(partner, folder);
        }
    }

    private CollectedFile archived(String name, String digit) {
        CollectedFile file = ledger.in("ESA", Decouverte.class, 10).stream()
                .filter(each -> each.nom().equals(name))
                .findFirst()
                .orElseThrow();
        return ledger.archived(file, digit.repeat(64), 1).orElseThrow();
    }

    private void completed(CollectedFile file) {
        Controle controle = new Controle("1", "print", "windows-1252", false, Map.of(), Instant.parse(T1), 1, 10);
        var controlled = ((Archivee) file.etat()).inspected(controle);
        CollectedFile cut = ledger.advance(ledger.advance(file, controlled), controlled.cut(1));
        ledger.advance(cut, controlled.cut(1).completed(new Count(1, 1, 1, 0)));
    }

    private CollectedFile quarantined(CollectedFile file) {
        FileFault fault = FileFault.of(FileFault.Code.PIED_ABSENT, "for a test");
        return ledger.advance(file, ((Archivee) file.etat()).quarantined(List.of(fault)));
    }

    /** Twice: what is told twice would show. */
    private void assertTold(String... expected) {
        knowing.turn();
        knowing.turn();
        assertEquals(List.of(expected), ledger.jdbi().inTransaction(handle -> {
            List<String> told = handle.createQuery("""
                SELECT (valeur ->> 'repertoire') || ' ' || (valeur ->> 'jusqua') FROM fetcher.evenement
                WHERE topic = :topic AND cle = 'ESA' AND type = 'Regard' AND NOT envoye ORDER BY id\
                """)
                    .bind("topic", Topics.REGARD)
                    .mapTo(String.class)
                    .list();
            handle.execute("UPDATE fetcher.evenement SET envoye = true");
            return told;
        }));
    }
}
