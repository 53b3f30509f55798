package omega.fetcher.discover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import omega.catalogue.Catalogue;
import omega.channel.ChannelException;
import omega.channel.Environment;
import omega.channel.Partner;
import omega.channel.RemoteFolder;
import omega.channel.local.LocalFolder;
import omega.clock.OmegaClock;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.FileState.Decouverte;
import omega.fetcher.ledger.Ledger;
import omega.sandbox.TestStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is new, what is known and what has gone, in OMEGA's directories and in a followed one beside them. */
class DiscoveryTest {
    private static final Instant PUT_OUT = Instant.parse("2026-11-27T09:00:00Z");
    private static final String NAME = "GRDF_COK1_20261127_ESA_001.zip";
    private static final String SHA = "cd".repeat(32);

    @TempDir
    private Path omega;

    @TempDir
    private Path portal;

    private final Partner partner = new Partner(
            "ESA",
            Environment.SANDBOX,
            new Partner.Sftp("127.0.0.1", 22, "esa", Path.of("key"), null, Path.of("known_hosts")),
            new Partner.Directories("/publications", "/publications", "/demandes", "/comptes-rendus"),
            Set.of("COK1"));
    private Partner followed;
    private AgroalDataSource dataSource;
    private Ledger ledger;
    private Discovery discovery;

    @BeforeEach
    void start() throws Exception {
        dataSource = TestStack.pool(TestStack.freshDatabase());
        ledger = new Ledger(dataSource, OmegaClock.real(), "test");
        ledger.migrate();
        discovery = new Discovery(ledger, Catalogue.provisional(), OmegaClock.real());
        followed = new Partner(
                "ESA",
                Environment.SANDBOX,
                new Partner.Local(portal),
                new Partner.Directories("/", "/", "/", "/"),
                Set.of("COK1"));
        Files.createDirectories(omega.resolve("publications"));
        Files.createDirectories(omega.resolve("comptes-rendus"));
    }

    @AfterEach
    void stop() {
        dataSource.close();
    }

    @Test
    void theSameFileInBothIsAwaitedFromEachAndKnownOnceItsBytesCame() throws Exception {
        put(omega.resolve("publications"), NAME, 5);
        put(portal, NAME, 5);
        look();
        follow();

        assertEquals(List.of(NAME), names(discovery.awaited(partner)));
        assertEquals(List.of(NAME), names(discovery.awaited(followed)));
        assertEquals(2, ledger.in("ESA", Decouverte.class, 10).size());

        ledger.archived(discovery.awaited(followed).getFirst(), SHA, 5);
        assertTrue(
                ledger.archived(discovery.awaited(partner).getFirst(), SHA, 5).isEmpty(), "known already");
        look();
        follow();
        assertEquals(List.of(), ledger.in("ESA", Decouverte.class, 10));
    }

    @Test
    void whatLeavesOneDirectoryIsStillAwaitedFromTheOther() throws Exception {
        Path file = put(omega.resolve("publications"), NAME, 5);
        put(portal, NAME, 5);
        look();
        follow();
        follow();
        assertEquals(
                List.of(NAME), names(discovery.awaited(partner)), "the followed directory says nothing of OMEGA's");

        Files.delete(file);
        look();

        assertEquals(List.of(), discovery.awaited(partner));
        assertEquals(List.of(NAME), names(discovery.awaited(followed)));
    }

    @Test
    void aWithdrawnFileThatIsBackIsNew() throws Exception {
        Path file = put(omega.resolve("publications"), NAME, 5);
        look();
        Path away = Files.move(file, omega.resolve("away"));
        look();
        assertEquals(List.of(), discovery.awaited(partner));
        assertEquals(List.of(NAME), names(ledger.lost("ESA")));

        Files.move(away, file);
        look();

        assertEquals(List.of(NAME), names(discovery.awaited(partner)));
        assertEquals(List.of(), ledger.lost("ESA"));
    }

    @Test
    void aFileThatGrewBeforeItWasFetchedIsTheSameOne() throws Exception {
        put(omega.resolve("publications"), NAME, 5);
        look();
        long first = discovery.awaited(partner).getFirst().id();
        put(omega.resolve("publications"), NAME, 9);
        look();
        assertEquals(
                List.of(first),
                discovery.awaited(partner).stream().map(CollectedFile::id).toList());
        assertEquals(9, discovery.awaited(partner).getFirst().taille());
    }

    @Test
    void nothingCountsAsGoneWhileADirectoryCannotBeRead() throws Exception {
        Path file = put(omega.resolve("publications"), NAME, 5);
        look();
        Files.delete(file);
        Files.delete(omega.resolve("comptes-rendus"));
        assertEquals(1, look().unread().size());
        assertEquals(List.of(NAME), names(discovery.awaited(partner)));
    }

    @Test
    void theNameTellsTheFluxAndTheRetentionThatGoesWithIt() throws Exception {
        put(omega.resolve("publications"), NAME, 5);
        put(omega.resolve("publications"), "GRDF_COK1_20261127_AUTRE_001.zip", 5);
        put(omega.resolve("comptes-rendus"), "CR_ESA_20261127091000_00001.zip", 5);
        look();
        List<String> found = discovery.awaited(partner).stream()
                .map(file -> file.flux() + " " + file.expire())
                .sorted()
                .toList();
        assertEquals(List.of("? null", "COK1 2027-01-11T09:00:00Z", "COMPTE_RENDU null"), found);
    }

    /** A person is told, and what is there beside them is as usual. */
    @Test
    void namesThatMustNotBeTrustedAreToldAndNotTouched() throws Exception {
        Path file = put(omega.resolve("publications"), NAME, 5);
        for (int i = 0; i < 4; i++) {
            Files.writeString(omega.resolve("publications/bell\u0007" + i), "x");
        }
        List<String> told = look().untouched();
        assertEquals(1, told.size(), told::toString);
        for (String part : List.of(
                partner.describe(),
                "/publications holds 4 names that are not touched: bell\\u0007",
                "(holds a control character)",
                "…; ask GRDF what they are")) {
            assertTrue(told.getFirst().contains(part), () -> part + " in " + told.getFirst());
        }
        assertEquals(List.of(NAME), names(discovery.awaited(partner)));
        Files.delete(file);
        look();
        assertEquals(List.of(), names(discovery.awaited(partner)), "they hide nothing of what is gone");
    }

    private Discovery.Lacuna look() throws ChannelException {
        try (RemoteFolder folder = new LocalFolder("ESA", omega)) {
            return discovery.look(partner, folder);
        }
    }

    private void follow() throws ChannelException {
        try (RemoteFolder folder = new LocalFolder("ESA", portal)) {
            assertEquals(List.of(), discovery.look(followed, folder).all());
        }
    }

    private Path put(Path directory, String name, int bytes) throws IOException {
        Path beside = Files.write(omega.resolve("beside"), new byte[bytes]);
        Files.setLastModifiedTime(beside, FileTime.from(PUT_OUT));
        return Files.move(beside, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<String> names(List<CollectedFile> files) {
        return files.stream().map(CollectedFile::nom).toList();
    }
}
