package omega.fetcher;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import omega.event.Headers;
import omega.event.Topics;
import omega.fetcher.ledger.Ledger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What must not pass, byte by byte, put into the directory that the running application follows; and what follows it. */
@QuarkusTest
@WithTestResource(AppStack.class)
class BadInputTest {
    private static final String PARTNER = "PORTAIL";
    private static final String HEADER = Publications.header("COK1", "1", PARTNER);
    private static final String MEMBER = Publications.member("");
    private static final String GOOD = "ZN;20261122;1.012345;PRO\n";
    private static int sequence = 100;

    /** {@code line} and {@code column} as a person counts them; 0 where the file or the line as such is at fault. */
    @SuppressWarnings("ArrayRecordComponent") // bytes are sent, never compared
    private record Bad(String what, String name, byte[] bytes, String code, long line, int column) {}

    /** A bad line in a good file. */
    private record BadLine(String what, String line, String code, int column) {}

    private static String name() {
        return Publications.cok1Name(PARTNER, sequence++);
    }

    private static Bad bad(String what, byte[] bytes, String code, long line, int column) {
        return new Bad(what, name(), bytes, code, line, column);
    }

    private static Bad text(String what, String text, String code, long line, int column) {
        return bad(what, Publications.zip(text), code, line, column);
    }

    private static List<Bad> files() {
        byte[] good = Publications.zip(HEADER + GOOD + "FIN;1\n");
        byte[] plain = Publications.bytes(HEADER + GOOD + "FIN;1\n");
        List<Bad> all = new ArrayList<>();
        all.add(bad("truncated zip", Arrays.copyOf(good, good.length - 40), "ARCHIVE_ILLISIBLE", 0, 0));
        all.add(bad("no zip at all", plain, "ARCHIVE_ILLISIBLE", 0, 0));
        all.add(bad(
                "two entries", Publications.zip("a.csv", plain, "b.csv", plain), "ARCHIVE_PLUSIEURS_ENTREES", 0, 0));
        all.add(bad("no entry", Publications.zip(), "ARCHIVE_PLUSIEURS_ENTREES", 0, 0));
        all.add(bad("another member's name", Publications.zip("a.csv", plain), "NOM_DE_MEMBRE", 0, 0));
        all.add(bad("path up", Publications.zip("../a.csv", plain), "ARCHIVE_CHEMIN", 0, 0));
        all.add(bad("absolute path", Publications.zip("/etc/a.csv", plain), "ARCHIVE_CHEMIN", 0, 0));
        all.add(bad("Windows path", Publications.zip("..\\a.csv", plain), "ARCHIVE_CHEMIN", 0, 0));
        all.add(bad("directory", Publications.zip("a/", new byte[0]), "ARCHIVE_CHEMIN", 0, 0));
        all.add(bad("zeros", Publications.zip(MEMBER, new byte[50 << 20]), "ARCHIVE_BOMBE", 0, 0));
        all.add(bad("newlines", Publications.zip(MEMBER, filled(50 << 20)), "ARCHIVE_BOMBE", 0, 0));
        all.add(text("bomb behind a header", HEADER + GOOD.repeat(1_000_000) + "FIN;1000000\n", "ARCHIVE_BOMBE", 0, 0));
        all.add(bad("no byte", new byte[0], "FICHIER_VIDE", 0, 0));
        all.add(bad("no byte again, the next day", new byte[0], "FICHIER_VIDE", 0, 0));
        all.add(text("empty member", "", "FICHIER_VIDE", 0, 0));
        all.add(text("no header", GOOD + GOOD + "FIN;2\n", "ENTETE_ABSENT", 1, 1));
        all.add(text("header only", HEADER, "PIED_ABSENT", 1, 0));
        all.add(text(
                "other flux", Publications.header("COK2", "1", PARTNER) + GOOD + "FIN;1\n", "ENTETE_ETRANGER", 1, 0));
        all.add(text(
                "other partner",
                Publications.header("COK1", "1", "AUTRE") + GOOD + "FIN;1\n",
                "ENTETE_ETRANGER",
                1,
                0));
        all.add(text(
                "other version",
                Publications.header("COK1", "9", PARTNER) + GOOD + "FIN;1\n",
                "VERSION_INCONNUE",
                1,
                0));
        all.add(text(
                "impossible date in the header",
                HEADER.replace("20261123", "20261323") + GOOD + "FIN;1\n",
                "ENTETE_ABSENT",
                1,
                25));
        all.add(text("one too few in the footer", HEADER + GOOD + GOOD + "FIN;1\n", "PIED_INCOHERENT", 4, 0));
        all.add(text("one too many in the footer", HEADER + GOOD + GOOD + "FIN;3\n", "PIED_INCOHERENT", 4, 0));
        all.add(text("no footer", HEADER + GOOD + GOOD, "PIED_ABSENT", 3, 1));
        all.add(text("cut in the footer", HEADER + GOOD + "FIN", "PIED_ABSENT", 3, 4));
        all.add(bad("undecodable", latin(HEADER + GOOD + "ZN;é0261122;1.0;PRO\nFIN;2\n"), "OCTETS_INDECODABLES", 3, 4));
        all.add(new Bad(
                "broken UTF-8",
                "LPCE_PORTAIL_20261124-0730.zip",
                latin(Publications.header("LPCE", "1", PARTNER)
                        + "GI012345;ACT;T2;1 rue de l'Église;75001;75101;Paris;;\nFIN;1\n"),
                "OCTETS_INDECODABLES",
                2,
                28));
        all.add(text("fits no line", HEADER + "REL;1;2\nREL;1;2\nREL;1;2\nFIN;3\n", "MISE_EN_PAGE", 2, 8));
        all.add(text(
                "10 MB line", HEADER + GOOD + "Z".repeat(10 << 20) + "\nFIN;2\n", "LIGNE_TROP_LONGUE", 3, 524_288));
        all.add(text("all NUL", "\0".repeat(4000), "ENTETE_ABSENT", 1, 1));
        all.add(text("lone CR", (HEADER + GOOD + "FIN;1\n").replace('\n', '\r'), "ENTETE_ABSENT", 1, 46));
        all.add(bad("nested zip", Publications.zip(MEMBER, good), "ENTETE_ABSENT", 1, 1));
        all.add(bad("another archive before it", joined(good, good), "ARCHIVE_ILLISIBLE", 0, 0));
        all.add(bad("bytes before it", joined(new byte[] {1, 2, 3}, good), "ARCHIVE_ILLISIBLE", 0, 0));
        all.add(bad("bytes after it", joined(good, new byte[] {1}), "ARCHIVE_ILLISIBLE", 0, 0));
        byte[] flipped = Publications.stored(MEMBER, plain);
        flipped[80] ^= 1;
        all.add(bad("wrong CRC", flipped, "ARCHIVE_ILLISIBLE", 0, 0));
        all.add(bad("encrypted", encrypted(good.clone()), "ARCHIVE_ILLISIBLE", 0, 0));
        all.add(new Bad(
                "group too long",
                "REMM_PORTAIL_20261124073000_00001.zip",
                Publications.zip(Publications.header("REMM", "2", PARTNER)
                        + "REL;20260401;GI012345;;;;;RNO;\n"
                        + "MES;CON;20260301;20260401;MES;;;905.400;11.223;;10161\n".repeat(10_000)
                        + "FIN;10001\n"),
                "GROUPE_TROP_LONG",
                // 31 bytes and 9,708 times 54 are 524,263; the next line is one too many
                9711,
                0));
        all.add(new Bad("name outside its pattern", "COK1-nouveau.zip", good, "NOM_HORS_MODELE", 0, 0));
        all.add(new Bad(
                "flux not in the pack",
                "ZZZZ_PORTAIL_20261124.zip",
                Publications.zip(Publications.header("ZZZZ", "1", PARTNER) + "a;b\nFIN;1\n"),
                "FLUX_INCONNU",
                0,
                0));
        return all;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) '\n');
        return bytes;
    }

    private static byte[] latin(String text) {
        return Publications.zip(Publications.member(text), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Says so in both headers of the only entry. */
    private static byte[] encrypted(byte[] zip) {
        for (int i = 0; i + 10 < zip.length; i++) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && (zip[i + 2] == 3 || zip[i + 2] == 1)) {
                zip[i + (zip[i + 2] == 3 ? 6 : 8)] |= 1;
            }
        }
        return zip;
    }

    @Test
    void nothingOfABadFileIsPublishedAndTheNextOneIsNotHeldUp() throws Exception {
        // Given
        List<Bad> files = files();
        List<String> next = new ArrayList<>();

        // When
        for (Bad each : files) {
            App.follow(each.name(), each.bytes());
            next.add(name());
            App.follow(next.getLast(), Publications.zip(Publications.cok1(PARTNER, sequence, 1)));
        }

        // Then
        List<Executable> checks = new ArrayList<>();
        for (Bad each : files) {
            JsonNode file = App.await(each.name(), "EnQuarantaine", "Complete");
            checks.add(() -> assertQuarantined(each, file));
        }
        for (String name : next) {
            JsonNode file = App.await(name, "EnQuarantaine", "Complete");
            checks.add(() -> assertEquals("Complete", file.at("/etat/etat").asText(), name));
        }
        Set<String> published = published();
        checks.add(() -> assertTrue(published.containsAll(next)));
        files.forEach(each -> checks.add(() -> assertTrue(!published.contains(each.name()), each::what)));
        System.out.printf("%d bad files, %d good ones between them%n", files.size(), next.size());
        assertAll(checks);
    }

    /** Names of the files of which something is in the topics of the flux that were tried. */
    private static Set<String> published() {
        return List.of("COK1", "LPCE", "REMM").stream()
                .flatMap(flux -> App.read(Topics.publication(flux)).stream())
                .map(each -> Stand.header(each, Headers.FICHIER))
                .collect(Collectors.toSet());
    }

    private static void assertQuarantined(Bad bad, JsonNode file) {
        JsonNode fault = file.at("/etat/fautes/0");
        assertEquals(
                "EnQuarantaine " + bad.code() + " " + bad.line() + ":" + bad.column(),
                file.at("/etat/etat").asText() + " " + fault.path("code").asText() + " "
                        + fault.path("ligne").asLong() + ":"
                        + fault.path("colonne").asInt(),
                () -> bad.what() + ": " + fault);
        assertTrue(fault.path("raison").asText().length() > 10, fault::toString);
        long id = file.path("id").asLong();
        assertEquals(Publications.sha256(bad.bytes()), file.path("sha256").asText(), bad::what);
        assertArrayEquals(
                bad.bytes(),
                given().get("/fichiers/{id}/archive", id)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray(),
                bad::what);
        List<String> life = App.get("/fichiers/{id}", id).path("vie").findValuesAsText("type");
        assertEquals(List.of("Decouverte", "Archivee", "EnQuarantaine"), life, bad::what);
        assertTrue(
                App.get("/quarantaine?taille=1000")
                        .path("fichiers")
                        .findValuesAsText("id")
                        .contains(String.valueOf(id)),
                bad::what);
    }

    @Test
    void aBadLineIsRejectedWithItsPlaceAndTheOthersArePublished() throws Exception {
        // Given
        List<BadLine> lines = List.of(
                new BadLine("too short", "ZN;20261122;1.0", "CHAMPS_MANQUANTS", 16),
                new BadLine("too long", "ZN;20261122;1.0;PRO;x", "CHAMPS_EN_TROP", 21),
                new BadLine("empty", "", "LIGNE_VIDE", 1),
                new BadLine("bad date", "ZN;20261131;1.0;PRO", "DATE_INVALIDE", 4),
                new BadLine("unknown code", "ZX;20261122;1.0;PRO", "CODE_INCONNU", 1),
                new BadLine("no number", "ZN;20261122;1,0;PRO", "NOMBRE_INVALIDE", 13),
                new BadLine("too many decimals", "ZN;20261122;1.0123456;PRO", "CHAMP_TROP_LONG", 13),
                new BadLine("required", "ZN;;1.0;PRO", "CHAMP_REQUIS", 4),
                new BadLine("NUL", "Z\0;20261122;1.0;PRO", "CODE_INCONNU", 1));
        String name = name();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(Publications.bytes(HEADER + GOOD.repeat(20)));
        lines.forEach(each -> text.writeBytes(Publications.bytes(each.line() + "\n")));
        text.writeBytes(Publications.bytes(GOOD + "FIN;" + (21 + lines.size()) + "\n"));

        // When
        App.follow(name, Publications.zip(MEMBER, text.toByteArray()));
        JsonNode file = App.await(name, "EnQuarantaine", "Complete");

        // Then
        assertEquals("Complete", file.at("/etat/etat").asText(), file::toString);
        assertEquals(21, file.at("/etat/publiees").asLong());
        assertEquals(lines.size(), file.at("/etat/rejetees").asLong());
        assertEquals(21L + lines.size(), file.at("/etat/lues").asLong());
        List<Executable> checks = new ArrayList<>();
        List<JsonNode> rejects = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : App.read(Topics.REJET)) {
            JsonNode value = Ledger.JSON.readTree(each.value());
            if (value.path("nom").asText().equals(name)) {
                rejects.add(value);
            }
        }
        assertEquals(lines.size(), rejects.size());
        for (int i = 0; i < lines.size(); i++) {
            BadLine line = lines.get(i);
            JsonNode reject = rejects.get(i);
            int number = 22 + i;
            checks.add(() -> assertEquals(
                    number + ":" + line.column() + " " + line.code() + " " + line.line(),
                    reject.path("ligne").asLong() + ":"
                            + reject.at("/fautes/0/colonne").asInt() + " "
                            + reject.at("/fautes/0/code").asText() + " "
                            + reject.path("brut").asText(),
                    line::what));
        }
        assertAll(checks);
        assertEquals(
                5,
                App.get("/fichiers/{id}", file.path("id").asLong())
                        .path("fautes")
                        .size(),
                "the first faults");
    }

    @Test
    void theSameBytesUnderAnotherNameAreNotPublishedTwice() throws Exception {
        // Given
        byte[] bytes = Publications.zip(Publications.cok1(PARTNER, 3, 5));
        String first = name();
        String second = name();
        App.follow(first, bytes);
        App.await(first, "Complete");

        // When
        App.follow(second, bytes);
        JsonNode again = App.await(second, "EnQuarantaine", "Complete");

        // Then
        assertEquals("OCTETS_DEJA_VUS", again.at("/etat/fautes/0/code").asText(), again::toString);
        Set<String> published = published();
        assertTrue(published.contains(first) && !published.contains(second), published::toString);
    }

    /** As some systems pad what they transfer. */
    @Test
    void zerosAfterAnArchiveAreNoFault() throws Exception {
        String name = name();
        App.follow(name, joined(Publications.zip(Publications.cok1(PARTNER, 77, 4)), new byte[300]));
        JsonNode file = App.await(name, "EnQuarantaine", "Complete");
        assertEquals("Complete", file.at("/etat/etat").asText(), file::toString);
    }

    @Test
    void aByteOrderMarkIsLeftOut() throws Exception {
        String name = "LPCE_PORTAIL_20261124-0731.zip";
        App.follow(
                name,
                Publications.zip("\uFEFF" + Publications.header("LPCE", "1", PARTNER)
                        + "GI012345;ACT;T2;1 rue de l'Église;75001;75101;Paris;;\nFIN;1\n"));
        JsonNode file = App.await(name, "EnQuarantaine", "Complete");
        assertEquals("Complete", file.at("/etat/etat").asText(), file::toString);
        assertEquals(1, file.at("/etat/lues").asLong());
    }

    @Test
    void theSameNameWithOtherBytesIsQuarantinedWithAnAlertAndCanBeReplayed() throws Exception {
        // Given
        String name = name();
        App.follow(name, Publications.zip(Publications.cok1(PARTNER, 1, 3)));
        App.await(name, "Complete");

        // When
        App.follow(name, Publications.zip(Publications.cok1(PARTNER, 2, 300)));
        JsonNode second = App.await(name, "EnQuarantaine");

        // Then
        assertEquals("NOM_DEJA_VU", second.at("/etat/fautes/0/code").asText());
        assertEquals(2, App.files(name).size());
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> App.get("/alertes")
                        .toString()
                        .contains("EN_QUARANTAINE/PORTAIL/COK1/"
                                + second.path("sha256").asText().substring(0, 16) + "/" + name));
        given().contentType("application/json")
                .body("{\"motif\": \"compared, the second is right\"}")
                .post("/fichiers/{id}/rejeu", second.path("id").asLong())
                .then()
                .statusCode(200);
        JsonNode replayed = App.await(name, "Complete");
        assertEquals(2, replayed.path("revision").asInt());
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> !App.get("/alertes").toString().contains("/" + name));
    }
}
