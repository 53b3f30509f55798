package omega.submitter.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import omega.catalogue.Catalogue;
import omega.catalogue.DemandeKind;
import omega.submitter.Requests;
import omega.submitter.check.Check;
import omega.submitter.check.DemandeValide;
import omega.submitter.check.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of each kind against files written by hand. */
class LotWriterTest {
    private static final Catalogue CATALOGUE = Catalogue.provisional();
    private static final Instant EIGHT = Instant.parse("2026-11-23T07:00:00Z");

    static Set<String> kinds() {
        return CATALOGUE.demandes().keySet();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFileOfEachKindIsTheOneWrittenByHand(String code) throws IOException {
        LotFile file = new LotWriter(kind(code)).write("FOURN1", EIGHT, 42, requests(code));
        assertEquals("DEM_" + code + "_FOURN1_20261123080000_00042.zip", file.archiveName());
        assertEquals("DEM_" + code + "_FOURN1_20261123080000_00042.csv", file.memberName());
        byte[] golden = Requests.bytes("/golden/" + code + ".csv");
        assertEquals(text(golden), text(file.member()));
        assertArrayEquals(golden, file.member());
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file.archive()))) {
            ZipEntry entry = Objects.requireNonNull(zip.getNextEntry());
            assertEquals(file.memberName(), entry.getName());
            assertNull(entry.getExtra(), "no extra fields");
            assertArrayEquals(golden, zip.readAllBytes());
            assertNull(zip.getNextEntry(), "one entry");
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void theSameLotGivesTheSameBytesWhereverItIsWritten() throws GeneralSecurityException {
        TimeZone zone = TimeZone.getDefault();
        LotFile here = new LotWriter(kind("CHF")).write("FOURN1", EIGHT, 42, requests("CHF"));
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            LotFile there = new LotWriter(kind("CHF")).write("FOURN1", EIGHT, 42, requests("CHF"));
            assertArrayEquals(here.archive(), there.archive());
            assertEquals(here.sha256(), there.sha256());
        } finally {
            TimeZone.setDefault(zone);
        }
        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(here.archive())), here.sha256());
        LotFile next = new LotWriter(kind("CHF")).write("FOURN1", EIGHT, 43, requests("CHF"));
        assertNotEquals(here.sha256(), next.sha256());
    }

    @Test
    void whatIsNoLotIsRefused() {
        LotWriter writer = new LotWriter(kind("CHT"));
        List<DemandeValide> one = requests("CHT");
        refused(() -> writer.write("FOURN1", EIGHT, 1, List.of()));
        refused(() -> writer.write("FOURN1", EIGHT, 1, requests("RAD")));
        refused(() -> writer.write("FOURN1", EIGHT, 1, Collections.nCopies(5_001, one.getFirst())));
        refused(() -> writer.write("FOURN1", EIGHT, 100_000, one));
        refused(() -> writer.write("A;B", EIGHT, 1, one));
        refused(() -> writer.write("Ł", EIGHT, 1, one));
        assertEquals(
                5_002,
                text(writer.write("FOURN1", EIGHT, 1, Collections.nCopies(5_000, one.getFirst()))
                                .member())
                        .lines()
                        .count());
    }

    private static void refused(org.junit.jupiter.api.function.Executable writing) {
        assertThrows(IllegalArgumentException.class, writing);
    }

    private static DemandeKind kind(String code) {
        return Objects.requireNonNull(CATALOGUE.demandes().get(code), code);
    }

    private static List<DemandeValide> requests(String code) {
        Check check = new Check(CATALOGUE, EIGHT);
        List<DemandeValide> sound = Requests.lines("/golden/" + code + ".txt").stream()
                .map(line -> check.of(Requests.plain(line)))
                .flatMap(verdict -> switch (verdict) {
                    case Verdict.Sound(DemandeValide demande) -> Stream.of(demande);
                    case Verdict.Unsound unsound -> throw new AssertionError(unsound.toString());
                })
                .toList();
        assertTrue(!sound.isEmpty(), code);
        return sound;
    }
}
