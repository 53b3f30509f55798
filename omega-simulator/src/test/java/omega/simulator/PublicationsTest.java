package omega.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.catalogue.Layout;
import omega.simulator.books.Fact;
import omega.simulator.books.Publication;
import omega.simulator.books.Standing;
import omega.simulator.play.Reglages;
import omega.simulator.play.Reglages.Telechargement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublicationsTest {
    @TempDir
    Path home;

    static Stream<String> publications() {
        return Scene.PACK.publications().stream().map(Flux::code);
    }

    /** The shape of each flux's file, against the pack's own words: envelope, count, tags, number of fields, required ones, codes. */
    @ParameterizedTest
    @MethodSource("publications")
    void everyFluxIsWrittenInItsLayout(String code) throws IOException {
        try (Scene scene = new Scene(home, "2026-11-23T12:00:00Z")) {
            Publication publication = scene.publish(code);
            Flux flux = Objects.requireNonNull(Scene.PACK.flux().get(code));
            Layout layout = flux.layout(publication.version()).orElseThrow();
            assertEquals(
                    code, Scene.PACK.fluxOf(publication.nom()).orElseThrow().code());
            List<List<String>> lines = scene.lines(publication);
            List<String> header = lines.getFirst();
            assertTrue(header.containsAll(List.of(code, publication.version(), "DEMO")), header::toString);
            assertTrue(lines.size() > 2, "nothing in it");
            assertEquals(lines.size() - 2, publication.lignes());
            long counted = layout.envelope().counts().of(publication.lignes());
            assertEquals(Long.toString(counted), lines.getLast().getLast());
            for (List<String> line : lines.subList(1, lines.size() - 1)) {
                assertFits(line, layout);
            }
        }
    }

    private static void assertFits(List<String> line, Layout layout) {
        var kind = layout.records().stream()
                .filter(each -> each.tag() == null || line.getFirst().equals(each.tag()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no kind for " + line));
        int first = kind.tag() == null ? 0 : 1;
        assertEquals(kind.fields().size() + first, line.size(), line::toString);
        for (int i = 0; i < kind.fields().size(); i++) {
            var field = kind.fields().get(i);
            String value = line.get(i + first);
            assertTrue(!field.required() || !value.isEmpty(), () -> field.name() + " is empty in " + line);
            assertTrue(
                    value.isEmpty()
                            || field.masks().isEmpty()
                            || field.masks().stream().anyMatch(mask -> mask.length() == value.length()),
                    () -> field.name() + " in " + line);
            if (field.codes() != null && !field.keepUnknown() && !value.isEmpty()) {
                assertTrue(
                        field.codes().on(Scene.day("2026-11-23")).contains(value), () -> field.name() + " in " + line);
            }
            if (!value.isEmpty()) {
                switch (field.type()) {
                    case TEXT -> assertTrue(value.length() <= field.length(), () -> field.name() + " in " + line);
                    case INTEGER ->
                        assertTrue(value.matches("-?\\d{1," + field.length() + "}"), () -> field.name() + line);
                    case DECIMAL ->
                        assertTrue(
                                value.matches("-?\\d+[" + layout.decimal() + "]\\d{1," + field.scale() + "}")
                                        && value.replaceAll("\\D", "").length() <= field.length(),
                                () -> field.name() + line);
                    case BOOLEAN -> assertTrue(value.equals(field.yes()) || value.equals(field.no()));
                    case DATE, GAS_DAY, INSTANT ->
                        assertEquals(shape(String.valueOf(field.format())), shape(value), () -> field.name() + line);
                }
            }
        }
    }

    /** A date's signs, its digits and letters left out; an offset counts as one sign. */
    private static String shape(String text) {
        return text.replace("'", "").replaceAll("XXX|[+-]\\d\\d:\\d\\d$", "Z").replaceAll("[ymdHMs0-9]", "0");
    }

    @Test
    void theBooksTellTheBytesThatLieThere() throws Exception {
        try (Scene scene = new Scene(home, "2026-11-23T12:00:00Z")) {
            Publication publication = scene.publish("REMM");
            byte[] bytes = Files.readAllBytes(scene.file(publication));
            assertEquals(bytes.length, publication.taille());
            assertEquals(
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)),
                    publication.sha256());
        }
    }

    @Test
    void energyIsVolumeTimesPcsTimesCoefficientRounded() throws IOException {
        try (Scene scene = new Scene(home, "2026-11-23T12:00:00Z")) {
            List<List<String>> lines = scene.lines(scene.publish("REMM"));
            int seen = 0;
            for (List<String> line : lines) {
                if (line.getFirst().equals("MES")) {
                    seen++;
                    long difference = Long.parseLong(line.get(6)) - Long.parseLong(line.get(5));
                    BigDecimal volume = new BigDecimal(line.get(7));
                    assertEquals(0, volume.compareTo(BigDecimal.valueOf(difference)), line::toString);
                    BigDecimal energy =
                            volume.multiply(new BigDecimal(line.get(8))).multiply(new BigDecimal(line.get(9)));
                    assertEquals(
                            energy.setScale(0, RoundingMode.HALF_UP).toPlainString(), line.get(10), line::toString);
                }
            }
            assertTrue(seen > 100, "only " + seen);
        }
    }

    @Test
    void aMetersIndexGoesOnWhereItStoodOnTheDayBefore() throws IOException {
        try (Scene scene = new Scene(home, "2026-11-22T12:00:00Z")) {
            List<List<String>> before = scene.lines(scene.publish("REJJ"));
            scene.hands.to("2026-11-23T12:00:00Z");
            List<List<String>> after = scene.lines(scene.publish("REJJ"));
            assertEquals(column(before, "REL", 1), column(after, "REL", 1));
            assertEquals(column(before, "JOU", 5), column(after, "JOU", 4));
            assertTrue(column(after, "JOU", 5).size() > 20);
        }
    }

    private static List<String> column(List<List<String>> lines, String tag, int column) {
        return lines.stream()
                .filter(line -> line.getFirst().equals(tag))
                .map(line -> line.get(column))
                .toList();
    }

    @Test
    void everyPceComesOnceInTwentyDaysOfRemm() throws IOException {
        try (Scene scene = new Scene(home, "2026-11-01T12:00:00Z", 200, 1)) {
            Set<String> seen = new HashSet<>();
            int lines = 0;
            for (int day = 1; day <= 20; day++) {
                scene.hands.to("2026-11-%02dT12:00:00Z".formatted(day));
                List<String> pce = column(scene.lines(scene.publish("REMM")), "REL", 2);
                seen.addAll(pce);
                lines += pce.size();
            }
            assertEquals(200, seen.size());
            assertEquals(200, lines);
            assertTrue(seen.stream().allMatch(each -> each.matches("\\d{14}|GI\\d{6}")));
        }
    }

    @Test
    void theSameSeedGivesTheSameArchivesToTheByte(@TempDir Path second, @TempDir Path third) throws IOException {
        try (Scene one = new Scene(home, "2026-11-22T23:00:00Z");
                Scene same = new Scene(second, "2026-11-22T23:00:00Z");
                Scene other = new Scene(third, "2026-11-22T23:00:00Z", 2000, 2)) {
            for (Scene each : List.of(one, same, other)) {
                each.at("2026-11-24T22:00:00Z");
            }
            List<Standing> all = one.omega.books().publications(_ -> true);
            assertTrue(all.size() > 50, all.size() + " only");
            assertEquals(sums(one), sums(same));
            assertNotEquals(sums(one), sums(other));
            Publication first = all.getFirst().publication();
            assertArrayEquals(Files.readAllBytes(one.file(first)), Files.readAllBytes(same.file(first)));
        }
    }

    private static List<String> sums(Scene scene) {
        return scene.omega.books().publications(_ -> true).stream()
                .map(each -> each.publication().nom() + " " + each.publication().sha256())
                .toList();
    }

    @Test
    void accentsAreWrittenWhereTheCharsetHasThem() throws IOException {
        try (Scene scene = new Scene(home, "2026-11-23T12:00:00Z")) {
            for (String code : List.of("CONSO_MASS", "REMM", "REJJ")) {
                Publication publication = scene.publish(code);
                String text =
                        Scene.decode(Scene.member(scene.file(publication)), Charset.forName(publication.charset()));
                boolean accents = text.chars().anyMatch(c -> c > 127);
                assertEquals(!publication.charset().equals("US-ASCII"), accents, code);
            }
        }
    }

    @Test
    void aSwitchChoosesAnOlderLayout() throws IOException {
        try (Scene scene = new Scene(home, "2026-11-23T12:00:00Z")) {
            assertEquals("2", scene.publish("REMM").version());
            scene.set(new Reglages(Telechargement.PORTAIL, false, false, Map.of("REMM", "1"), Map.of(), 0, 0));
            Publication publication = scene.publish("REMM");
            assertEquals("1", publication.version());
            assertEquals("1", scene.lines(publication).getFirst().get(2));
            assertEquals(StandardCharsets.US_ASCII.name(), publication.charset());
        }
    }

    @Test
    void aDaysPublicationsComeAtTheirTimesAndNoneBeforeTheFirstStart() {
        try (Scene scene = new Scene(home, "2026-11-24T10:00:00Z")) { // Tuesday, 11:00 in Paris
            scene.at("2026-11-24T10:00:00Z");
            assertEquals(List.of(), scene.out("REMM"));
            scene.at("2026-11-24T12:59:59Z");
            assertEquals(0, scene.out("FPRE").size());
            scene.at("2026-11-24T14:00:00Z");
            assertEquals(1, scene.out("REMM").size());
            assertTrue(scene.out("REMM").getFirst().publication().prevue());
            scene.at("2026-11-24T18:00:00Z");
            assertEquals(1, scene.out("FPRE").size());
            assertEquals(1, scene.out("REMM").size());
            scene.at("2026-11-25T18:00:00Z");
            assertEquals(2, scene.out("REMM").size());
        }
    }

    @Test
    void theFichierListeNamesWhatIsNotDownloaded() throws IOException {
        try (Scene scene = new Scene(home, "2026-11-23T09:30:00Z")) {
            Publication first = scene.publish("REMM");
            Publication second = scene.publish("COK1");
            assertEquals(1, scene.omega.downloadedByPortal("DEMO", List.of(second.nom(), "absent.zip")));
            scene.at("2026-11-23T10:00:00Z");
            List<List<String>> lines =
                    scene.lines(scene.out(Flux.FICHIER_LISTE).getLast().publication());
            assertEquals(
                    List.of(
                            "REMM",
                            first.nom(),
                            Long.toString(first.taille()),
                            "23/11/2026 10:30:00",
                            "03/03/2027 10:30:00", // P100D
                            "Relèves MM"),
                    lines.stream()
                            .filter(line -> line.getFirst().equals("REMM"))
                            .findFirst()
                            .orElseThrow());
            assertTrue(lines.stream().noneMatch(line -> line.contains(second.nom())));
            assertEquals(Integer.toString(lines.size() - 2), lines.getLast().get(1));
        }
    }

    @Test
    void aPublicationIsWithdrawnWhenItsRetentionHasPassed() {
        try (Scene scene = new Scene(home, "2026-11-23T12:00:00Z")) {
            Publication publication = scene.publish("TEMP"); // P7D
            scene.at("2026-11-30T11:59:59Z");
            assertTrue(Files.exists(scene.file(publication)));
            scene.at("2026-11-30T12:00:00Z");
            assertFalse(Files.exists(scene.file(publication)));
            Fact.Retrait retrait = scene.standing(publication).retrait();
            assertEquals(new Fact.Retrait(publication.id(), scene.hands.instant(), Fact.Motif.EXPIREE), retrait);
            assertEquals(
                    1,
                    scene.omega
                            .books()
                            .bilan(each -> each.publication().id().equals(publication.id()))
                            .getFirst()
                            .expirees());
        }
    }

    @Test
    void afterADowntimeItCatchesUpAndTheBooksGoOn() {
        try (Scene scene = new Scene(home, "2026-11-23T17:00:00Z")) {
            scene.at("2026-11-24T17:30:00Z");
            List<Standing> before = scene.out("REMM");
            assertEquals(1, before.size());
            scene.hands.to("2026-11-26T17:30:00Z");
            scene.restart();
            assertEquals(before, scene.out("REMM"));
            scene.omega.advance();
            assertEquals(
                    List.of("2026-11-24", "2026-11-25", "2026-11-26"),
                    scene.out("REMM").stream()
                            .map(each -> each.publication().jour().toString())
                            .toList());
            scene.restart();
            scene.omega.advance();
            assertEquals(3, scene.out("REMM").size());
        }
    }

    /** The books outlive the process, and so their words may not hang on the names of classes. */
    @Test
    void theBooksAreLinesOfJsonThatNameTheirFact() throws IOException {
        try (Scene scene = new Scene(home, "2026-11-23T12:00:00Z")) {
            Publication publication = scene.publish("COK1");
            scene.omega.downloadedByPortal("DEMO", List.of(publication.nom()));
        }
        List<String> lines = Files.readAllLines(home.resolve("livres.jsonl"));
        assertEquals(3, lines.size());
        assertEquals("{\"fait\":\"Ouverture\",\"instant\":\"2026-11-23T12:00:00Z\"}", lines.getFirst());
        assertTrue(lines.get(1)
                .startsWith("{\"fait\":\"MiseADisposition\",\"publication\":{\"id\":\"DEMO.COK1.2026-11-23.0\""));
        assertTrue(lines.get(2).startsWith("{\"fait\":\"Telechargement\",\"id\":\"DEMO.COK1.2026-11-23.0\""));
    }

    @Test
    void aLongDowntimeIsCaughtUpForThreeDaysOnly() {
        try (Scene scene = new Scene(home, "2026-11-02T17:30:00Z")) {
            scene.hands.to("2026-11-20T17:30:00Z");
            scene.restart();
            scene.omega.advance();
            assertEquals(
                    List.of("2026-11-18", "2026-11-19", "2026-11-20"),
                    scene.out("REMM").stream()
                            .map(each -> each.publication().jour().toString())
                            .toList());
        }
    }

    @Test
    void aCrashBetweenTheBooksAndTheDirectoryIsRepaired() throws IOException {
        try (Scene scene = new Scene(home, "2026-11-23T12:00:00Z")) {
            Publication shown = scene.publish("REMM");
            Publication lost = scene.publish("COK1");
            Files.move(scene.file(shown), home.resolve("atelier").resolve(shown.id() + ".zip"));
            Files.delete(scene.file(lost));
            Files.writeString(home.resolve("atelier/half.zip"), "half");
            Files.writeString(
                    home.resolve("livres.jsonl"), "{\"fait\":\"Telech", java.nio.file.StandardOpenOption.APPEND);
            scene.restart();
            assertTrue(Files.exists(scene.file(shown)));
            Fact.Retrait retrait = scene.standing(lost).retrait();
            assertEquals(Fact.Motif.PERDUE, retrait == null ? null : retrait.motif());
            try (Stream<Path> left = Files.list(home.resolve("atelier"))) {
                assertEquals(0, left.count());
            }
            scene.restart(); // the books read well again
            assertEquals(2, scene.omega.books().publications(_ -> true).size());
        }
    }

    /** Another delimiter, charset, header, decimal sign, order of fields and file name: all of it data. */
    @Test
    void aStrangersPackIsWrittenByTheSameCode(@TempDir Path pack) throws IOException {
        Files.createDirectories(pack.resolve("envelopes"));
        Files.createDirectories(pack.resolve("flux"));
        Files.writeString(pack.resolve("envelopes/barres.yaml"), """
                delimiter: "|"
                endOfLine: crlf
                header:
                  tag: A0
                  fields:
                    - { name: creation, type: instant, format: "dd.MM.yyyy HH:mm", required: true }
                    - { name: version, type: text, required: true }
                    - { name: destinataire, type: text, required: true }
                footer: { tag: Z9, fields: [{ name: nombre, type: integer, required: true }] }
                counts: lines
                """);
        Files.writeString(pack.resolve("flux/REMM.yaml"), """
                flux: REMM
                libelle: Relèves MM
                section: "3.2.4"
                archive: "releves-{date:yyyy-MM-dd}-{sequence:4}.zip"
                member: "{*}.dat"
                schedule: { frequence: quotidienne, jours: tous, plage: midi }
                retention: P100D
                semantics: event
                ordered: false
                layouts:
                  - version: "7"
                    envelope: barres
                    charset: [ISO-8859-15]
                    decimal: ","
                    records:
                      - name: releve
                        key: pce
                        fields:
                          - { name: energie, type: decimal, length: 12, scale: 2, required: true }
                          - { name: pce, type: text, mask: ["##############", "GI######"], required: true }
                          - { name: commune, type: text, length: 30, required: true }
                          - { name: dateReleve, type: date, format: "yyyy/MM/dd", required: true }
                """);
        Catalogue stranger = Catalogue.load(Optional.of(pack));
        try (Scene scene = new Scene(home, "2026-11-23T12:00:00Z", 2000, 1, stranger)) {
            Publication publication = scene.publish("REMM");
            assertEquals("releves-2026-11-23-2519.zip", publication.nom());
            String text = Scene.decode(Scene.member(scene.file(publication)), Charset.forName("ISO-8859-15"));
            List<String> lines = text.lines().toList();
            assertEquals("A0|23.11.2026 13:00|7|DEMO", lines.getFirst());
            assertEquals("Z9|" + lines.size(), lines.getLast());
            assertEquals(
                    lines.size() * 2L,
                    text.chars().filter(c -> c == '\r' || c == '\n').count());
            lines.subList(1, lines.size() - 1)
                    .forEach(line ->
                            assertTrue(line.matches("\\d+,00\\|(\\d{14}|GI\\d{6})\\|[^|]+\\|2026/11/22"), line));
            assertTrue(text.contains("ç") || text.contains("É"), "accents");
        }
    }

    @Test
    void aSequenceStartsOverWhereItsNameHasTooFewDigits(@TempDir Path pack) throws IOException {
        Files.createDirectories(pack.resolve("flux"));
        try (InputStream usual = getClass().getResourceAsStream("/catalogue/provisional/flux/REMM.yaml")) {
            String text = new String(Objects.requireNonNull(usual).readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(pack.resolve("flux/REMM.yaml"), text.replace("_{sequence:5}.zip", "-{sequence:2}.zip"));
        }
        try (Scene scene = new Scene(home, "2026-11-23T12:00:00Z", 20, 1, Catalogue.load(Optional.of(pack)))) {
            assertEquals(
                    "REMM_DEMO_20261123130000-19.zip", scene.publish("REMM").nom());
            assertEquals(
                    "REMM_DEMO_20261123130000-20.zip", scene.publish("REMM").nom());
        }
    }

    @Test
    void aNameIsNeverTakenTwice() {
        try (Scene scene = new Scene(home, "2026-11-23T12:00:00Z")) {
            assertNotEquals(scene.publish("REMM").nom(), scene.publish("REMM").nom());
            scene.publish("TEMP"); // its name tells the day only
            assertThrows(IllegalStateException.class, () -> scene.publish("TEMP"));
            assertThrows(IllegalArgumentException.class, () -> scene.publish("NULLE"));
        }
    }
}
