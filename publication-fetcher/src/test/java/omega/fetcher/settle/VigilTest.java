package omega.fetcher.settle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omega.catalogue.Catalogue;
import omega.channel.Environment;
import omega.channel.Partner;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.event.Topics;
import omega.fetcher.discover.Regards;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.Controle;
import omega.fetcher.ledger.FileFault;
import omega.fetcher.ledger.FileState.Archivee;
import omega.fetcher.ledger.FileState.Controlee;
import omega.fetcher.ledger.FileState.Count;
import omega.fetcher.ledger.FileState.Decoupee;
import omega.fetcher.ledger.FileState.Decouverte;
import omega.fetcher.ledger.Ledger;
import omega.runtime.credential.Credentials;
import omega.sandbox.TestKeys;
import omega.sandbox.TestStack;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every alert raised once and cleared once, on a clock that the test turns. */
class VigilTest {
    private static final Catalogue PACK = Catalogue.provisional();
    private static final String SHA = "ab".repeat(32);
    /** A Friday, 06:00 in Paris. */
    private static final Instant FRIDAY = Instant.parse("2026-11-27T05:00:00Z");

    private final TurnedClock hands = new TurnedClock(FRIDAY);
    private final OmegaClock clock = OmegaClock.of(hands, Timeline.REAL);
    private final Partner partner = new Partner(
            "ESA",
            Environment.SANDBOX,
            new Partner.Local(Path.of("nowhere")),
            new Partner.Directories("/", "/", "/", "/"),
            Set.of("COK1", "SDEM", "AFAC", "LPCE"));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private AgroalDataSource dataSource;
    private Ledger ledger;
    private Regards regards;
    private Alerting alerting;

    @BeforeEach
    void start() throws Exception {
        dataSource = TestStack.pool(TestStack.freshDatabase());
        ledger = new Ledger(dataSource, clock, "test");
        ledger.migrate();
        regards = new Regards(ledger, clock);
        Vigil vigil = new Vigil(ledger, regards, PACK, clock, Duration.ofMinutes(30));
        alerting = alerting(partner, vigil);
    }

    private Alerting alerting(Partner of, Vigil vigil) {
        Credentials credentials = new Credentials(List.of(of), PACK, clock, dataSource, "publication-fetcher");
        return new Alerting(of, vigil, credentials, ledger, clock, registry);
    }

    @AfterEach
    void stop() {
        dataSource.close();
    }

    @Test
    void whatDoesNotComeIsLateThenMissingAndNothingIsMissedThatIsNotPutOut() {
        // COK1 comes daily 11:00-15:00, SDEM 06:00-12:00 but on Sundays and Mondays; AFAC and LPCE have no date
        look("2026-11-27T05:00:00Z");
        assertTold();
        look("2026-11-27T11:20:00Z");
        assertTold();
        look("2026-11-27T11:45:00Z");
        assertTold("Levee EN_RETARD/ESA/SDEM/2026-11-27");
        look("2026-11-27T14:45:00Z");
        assertTold("Levee EN_RETARD/ESA/COK1/2026-11-27");
        discovered("COK1", "c.zip", null);
        look("2026-11-27T15:00:00Z");
        assertTold("Close EN_RETARD/ESA/COK1/2026-11-27");
        look("2026-11-28T11:45:00Z");
        assertTold(
                "Close EN_RETARD/ESA/SDEM/2026-11-27",
                "Levee EN_RETARD/ESA/SDEM/2026-11-28",
                "Levee MANQUANTE/ESA/SDEM/2026-11-27");
        discovered("COK1", "c2.zip", null);
        discovered("SDEM", "s2.zip", null);
        look("2026-11-29T13:00:00Z");
        assertTold("Close EN_RETARD/ESA/SDEM/2026-11-28");
        discovered("COK1", "c3.zip", null);
        look("2026-11-30T12:00:00Z");
        assertTold();
        discovered("COK1", "c4.zip", null);
        look("2026-11-30T22:00:00Z");
        assertTold();
        // looked at no more: nothing is missed before a look has found nothing
        hands.now = Instant.parse("2026-12-01T13:00:00Z");
        alerting.turn();
        assertTold();
        // a week later it is no longer told as missing
        look("2026-12-05T05:30:00Z");
        List<String> told = told();
        assertTrue(told.contains("Close MANQUANTE/ESA/SDEM/2026-11-27"), told::toString);
        assertTrue(told.stream().noneMatch(each -> each.matches(".*(AFAC|LPCE).*")), told::toString);
        assertTrue(told.stream().noneMatch(each -> each.matches(".*SDEM/2026-11-(29|30)")), told::toString);
    }

    @Test
    void whenAFileWasLastCollectedIsKnownAfterARestartToo() {
        // Given a partner of which nothing has come
        turn(FRIDAY);
        assertTrue(Double.isNaN(lastCollected()), "nothing is not long ago");
        CollectedFile file = discovered("COK1", "c.zip", null);
        turn(FRIDAY.plus(Duration.ofMinutes(1)));
        assertTrue(Double.isNaN(lastCollected()), "what lies there is not collected");

        // When
        ledger.archived(file, SHA, 1);
        discovered("COK1", "later.zip", null);
        turn(FRIDAY.plus(Duration.ofMinutes(2)));
        double told = lastCollected();
        alerting.close();
        alerting = alerting(partner, new Vigil(ledger, regards, PACK, clock, Duration.ofMinutes(30)));
        turn(FRIDAY.plus(Duration.ofHours(30)));

        // Then
        assertEquals((double) FRIDAY.getEpochSecond(), told);
        assertEquals(told, lastCollected());
    }

    private double lastCollected() {
        return registry.get("omega.collect.dernier.seconds")
                .tag("partenaire", "ESA")
                .gauge()
                .value();
    }

    @Test
    void aFileNotFetchedWarnsAtAThirdAndPagesAtTwoOfItsRetention() {
        Instant expiry = FRIDAY.plus(Duration.ofHours(100));
        CollectedFile file = discovered("COK1", "c.zip", expiry);
        String key = "EXPIRE_BIENTOT/" + file.key() + "/c.zip/";
        turn(FRIDAY.plus(Duration.ofMinutes(29 * 60 + 59)));
        assertTold();
        turn(FRIDAY.plus(Duration.ofHours(30)));
        assertTold("Levee " + key + "ATTENTION");
        turn(FRIDAY.plus(Duration.ofMinutes(59 * 60 + 59)));
        assertTold();
        turn(FRIDAY.plus(Duration.ofHours(60)));
        assertTold("Close " + key + "ATTENTION", "Levee " + key + "URGENT");
        ledger.archived(file, SHA, 1);
        turn(FRIDAY.plus(Duration.ofMinutes(60 * 60 + 1)));
        assertTold("Close " + key + "URGENT");
    }

    @Test
    void aFileWithdrawnBeforeItWasFetchedIsToldUntilItsBytesCome() {
        CollectedFile file = discovered("COK1", "c.zip", null);
        ledger.advance(file, ((Decouverte) file.etat()).withdrawn());
        turn(FRIDAY);
        assertTold("Levee RETIREE/ESA/COK1/c.zip/c.zip");
        ledger.imported("ESA", "COK1", "c.zip", SHA, 1, "op");
        turn(FRIDAY);
        assertTold("Close RETIREE/ESA/COK1/c.zip/c.zip");
    }

    @Test
    void aFileCutAndNotCompleteInTimeIsTold() {
        CollectedFile cut = ledger.advance(controlled(false), new Decoupee(controle(false), 1));
        turn(FRIDAY.plus(Duration.ofMinutes(30)));
        assertTold();
        turn(FRIDAY.plus(Duration.ofMinutes(31)));
        assertTold("Levee INCOMPLETE/ESA/SDEM/" + SHA.substring(0, 16) + "/s.zip");
        ledger.advance(cut, ((Decoupee) cut.etat()).completed(new Count(1, 1, 1, 0)));
        turn(FRIDAY.plus(Duration.ofMinutes(32)));
        assertTold("Close INCOMPLETE/ESA/SDEM/" + SHA.substring(0, 16) + "/s.zip");
    }

    @Test
    void aQuarantinedFileIsToldUntilItIsReplayed() {
        CollectedFile file = ledger.imported("ESA", "SDEM", "s.zip", SHA, 1, "op");
        FileFault fault = FileFault.of(FileFault.Code.PIED_ABSENT, "for a test");
        CollectedFile bad = ledger.advance(file, ((Archivee) file.etat()).quarantined(List.of(fault)));
        turn(FRIDAY);
        assertTold("Levee EN_QUARANTAINE/ESA/SDEM/" + SHA.substring(0, 16) + "/s.zip");
        ledger.replay(bad, "SDEM", 1, "a mended pack", "op");
        turn(FRIDAY);
        assertTold("Close EN_QUARANTAINE/ESA/SDEM/" + SHA.substring(0, 16) + "/s.zip");
    }

    @Test
    void aFallBackCharsetIsToldForAWeek() {
        Controlee state = (Controlee) controlled(true).etat();
        CollectedFile cut = ledger.advance(ledger.in("ESA", Controlee.class, 1).getFirst(), state.cut(1));
        ledger.advance(cut, ((Decoupee) cut.etat()).completed(new Count(1, 1, 1, 0)));
        turn(FRIDAY);
        assertTold("Levee CHARSET_DE_SECOURS/ESA/SDEM/" + SHA.substring(0, 16) + "/s.zip");
        turn(FRIDAY.plus(Duration.ofDays(8)));
        assertTold("Close CHARSET_DE_SECOURS/ESA/SDEM/" + SHA.substring(0, 16) + "/s.zip");
    }

    @Test
    void theFichierListeIsComparedWithTheDirectory() {
        discovered("COK1", "unread.zip", null);
        discovered("COK1", "listed.zip", null);
        liste("2026-11-27T06:00:00Z", "listed.zip", "elsewhere.zip");
        regards.succeeded("ESA", List.of());
        turn(Instant.parse("2026-11-27T05:30:00Z"));
        assertTold();
        look("2026-11-27T06:10:00Z");
        assertTold(
                "Levee LISTEE_MAIS_ABSENTE/ESA/elsewhere.zip", "Levee LUE_PAR_UN_AUTRE/ESA/COK1/unread.zip/unread.zip");
        liste("2026-11-27T07:00:00Z", "listed.zip", "unread.zip");
        look("2026-11-27T07:10:00Z");
        assertTold(
                "Close LISTEE_MAIS_ABSENTE/ESA/elsewhere.zip", "Close LUE_PAR_UN_AUTRE/ESA/COK1/unread.zip/unread.zip");
    }

    @Test
    void sessionsThatFailAreToldFromTheThirdOn() {
        regards.failed("ESA", "refused", false);
        regards.failed("ESA", "refused", false);
        turn(FRIDAY);
        assertTold();
        regards.failed("ESA", "refused", false);
        turn(FRIDAY);
        assertTold("Levee CONNEXION/ESA");
        regards.failed("ESA", "refused again", false);
        turn(FRIDAY);
        assertTold();
        look("2026-11-27T05:10:00Z");
        assertTold("Close CONNEXION/ESA");
    }

    @Test
    void aFailureThatNoLaterSessionMendsIsToldAtOnce() {
        regards.failed("ESA", "the host shows another key", true);
        turn(FRIDAY);
        assertTold("Levee CONNEXION/ESA");
        look("2026-11-27T05:10:00Z");
        assertTold("Close CONNEXION/ESA");
    }

    @Test
    void aFileThatStandsStillBeforeItIsCutIsTold() {
        CollectedFile archived = ledger.imported("ESA", "SDEM", "s.zip", SHA, 1, "op");
        String key = "INCOMPLETE/ESA/SDEM/" + SHA.substring(0, 16) + "/s.zip";
        turn(FRIDAY.plus(Duration.ofMinutes(31)));
        assertTold("Levee " + key);
        CollectedFile controlled = ledger.advance(archived, ((Archivee) archived.etat()).inspected(controle(false)));
        turn(FRIDAY.plus(Duration.ofMinutes(32)));
        assertTold("Close " + key);
        turn(FRIDAY.plus(Duration.ofMinutes(63)));
        assertTold("Levee " + key);
        ledger.advance(controlled, ((Controlee) controlled.etat()).cut(1));
        turn(FRIDAY.plus(Duration.ofMinutes(64)));
        assertTold("Close " + key);
    }

    /** OMEGA writes its list while it puts files out, and one that we saw only afterwards may have come afterwards. */
    @Test
    void aFilePutOutAroundTheFichierListeIsNotReadByAnother() {
        hands.now = Instant.parse("2026-11-27T05:58:00Z");
        discovered("COK1", "justBefore.zip", null);
        liste("2026-11-27T06:00:00Z");
        look("2026-11-27T06:10:00Z");
        assertTold();
        hands.now = Instant.parse("2026-11-27T06:40:00Z");
        discovered("COK1", "seenAfter.zip", null);
        look("2026-11-27T06:41:00Z");
        assertTold();
        liste("2026-11-27T07:00:00Z");
        look("2026-11-27T07:10:00Z");
        assertTold(
                "Levee LUE_PAR_UN_AUTRE/ESA/COK1/justBefore.zip/justBefore.zip",
                "Levee LUE_PAR_UN_AUTRE/ESA/COK1/seenAfter.zip/seenAfter.zip");
    }

    /** Looked at once a minute; the finding that becomes another is another alert. */
    @Test
    void whatIsWrongWithCredentialsIsToldOnceAndEnds(@TempDir Path home) throws Exception {
        Path key = home.resolve("key");
        Path hosts = Files.writeString(home.resolve("known_hosts"), "");
        Partner remote = new Partner(
                "ESA",
                Environment.HOMOLOGATION,
                new Partner.Sftp("sftp.example", 22, "esa", key, null, hosts),
                new Partner.Directories("/", "/", "/", "/"),
                Set.of());
        alerting = alerting(remote, new Vigil(ledger, regards, PACK, clock, Duration.ofMinutes(30)));
        String told = "publication-fetcher/ESA/certificat/";

        turn(FRIDAY);
        assertTold("Levee " + told + "CLE_SSH/URGENT/" + key, "Levee " + told + "KNOWN_HOSTS/URGENT/" + hosts);

        Files.writeString(
                hosts,
                "sftp.example "
                        + PublicKeyEntry.toString(TestKeys.rsa("host", 2048).getPublic()) + "\n");
        turn(FRIDAY.plusSeconds(59));
        assertTold();
        turn(FRIDAY.plusSeconds(60));
        assertTold("Close " + told + "KNOWN_HOSTS/URGENT/" + hosts);
    }

    private CollectedFile discovered(String flux, String name, @Nullable Instant expiry) {
        return ledger.discover(
                "ESA",
                flux,
                new Decouverte(Decouverte.Source.OMEGA, "/" + name),
                new Ledger.Sighting(name, 1, clock.instant()),
                expiry,
                new Ledger.Look("/", clock.instant()));
    }

    private CollectedFile controlled(boolean fallback) {
        CollectedFile file = ledger.imported("ESA", "SDEM", "s.zip", SHA, 1, "op");
        return ledger.advance(file, new Controlee(controle(fallback)));
    }

    private static Controle controle(boolean fallback) {
        return new Controle("2", "print", "UTF-8", fallback, Map.of(), FRIDAY, 1, 10);
    }

    private void liste(String creation, String... names) {
        ledger.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                                INSERT INTO fetcher.liste VALUES ('ESA', :creation, :names)
                                ON CONFLICT (partenaire) DO UPDATE SET creation = :creation, noms = :names""")
                        .bind("creation", Instant.parse(creation).atOffset(ZoneOffset.UTC))
                        .bindArray("names", String.class, List.of(names))
                        .execute());
    }

    /** The directory is looked at, then alerts are. */
    private void look(String instant) {
        hands.now = Instant.parse(instant);
        regards.succeeded("ESA", List.of());
        turn(hands.now);
    }

    /** Twice: what is told twice would show. */
    private void turn(Instant instant) {
        hands.now = instant;
        alerting.turn();
        alerting.turn();
    }

    private void assertTold(String... expected) {
        assertEquals(List.of(expected), told());
    }

    /** Events of the alerts since the last call, sorted. */
    private List<String> told() {
        return ledger.jdbi().inTransaction(handle -> {
            List<String> told = new ArrayList<>(handle.createQuery(
                            "SELECT type || ' ' || cle FROM fetcher.evenement WHERE topic = :topic AND NOT envoye")
                    .bind("topic", Topics.ALERTE)
                    .mapTo(String.class)
                    .list());
            handle.execute("UPDATE fetcher.evenement SET envoye = true");
            told.sort(null);
            return told;
        });
    }
}
