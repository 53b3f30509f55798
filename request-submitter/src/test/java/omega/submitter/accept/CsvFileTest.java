package omega.submitter.accept;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import omega.submitter.check.DemandeFault.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A CSV as spreadsheets write it: each line by itself. */
class CsvFileTest {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final String HEADER = "idDemande;kind;pce;dateSouhaitee;nomClient\r\n";

    private static Map<Integer, Entree> read(byte[] bytes) throws IOException {
        CsvFile file = new CsvFile(bytes, "d.csv", "ESA", null);
        Map<Integer, Entree> lines = new LinkedHashMap<>();
        boolean more = true;
        while (more) {
            more = file.read(2, lines::put);
        }
        return lines;
    }

    private static String nom(Map<Integer, Entree> lines, int line) {
        Entree.Lue lue = assertInstanceOf(Entree.Lue.class, lines.get(line));
        return String.valueOf(lue.demande().fields().get("nomClient"));
    }

    private static Code code(Map<Integer, Entree> lines, int line) {
        return assertInstanceOf(Entree.Illisible.class, lines.get(line)).faute().code();
    }

    @Test
    void windowsUtf8AndExcelsMark() throws IOException {
        String csv = HEADER + "1;CHF;12345678901234;2026-12-01;Dupré\r\n";
        assertEquals("Dupré", nom(read(csv.getBytes(WINDOWS)), 2));
        assertEquals("Dupré", nom(read(csv.getBytes(UTF_8)), 2));
        assertEquals("Dupré", nom(read(("\ufeff" + csv).getBytes(UTF_8)), 2));
    }

    /** As some tools write it: the mark of UTF-8 before Windows-1252. */
    @Test
    void excelsMarkBeforeWindows() throws IOException {
        byte[] mark = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        csv.write(mark);
        csv.write((HEADER + "1;CHF;1;2026-12-01;Dupré\n2;CHF;1;2026-12-01;Noël\n").getBytes(WINDOWS));
        Map<Integer, Entree> lines = read(csv.toByteArray());
        assertEquals("Dupré", nom(lines, 2));
        assertEquals("Noël", nom(lines, 3));
        csv.write("3;CHF;1;2026-12-01;Zoé\n".getBytes(UTF_8));
        lines = read(csv.toByteArray());
        assertEquals(
                Code.CARACTERE_INTERDIT,
                code(lines, 2),
                "a line that keeps the mark's promise: the others are damaged");
        assertEquals("Zoé", nom(lines, 4));
        assertThrows(
                IOException.class,
                () -> read(("\ufeff" + HEADER).getBytes(java.nio.charset.StandardCharsets.UTF_16LE)));
    }

    @Test
    void oneDamagedLineMakesNoNonsenseOfTheOthers() throws IOException {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        csv.write((HEADER + "1;CHF;1;2026-12-01;Dupré\n2;CHF;1;2026-12-01;").getBytes(UTF_8));
        csv.write(0xE9);
        csv.write("\n3;CHF;1;2026-12-01;Noël\n".getBytes(UTF_8));
        Map<Integer, Entree> lines = read(csv.toByteArray());
        assertEquals("Dupré", nom(lines, 2));
        assertEquals(Code.CARACTERE_INTERDIT, code(lines, 3));
        assertEquals("Noël", nom(lines, 4));
    }

    @ParameterizedTest
    @ValueSource(chars = {';', ',', '\t'})
    void delimiters(char delimiter) throws IOException {
        String csv = (HEADER + "1;CHF;1;2026-12-01;\"a" + "§" + "b \"\"c\"\"\"\n")
                .replace(';', delimiter)
                .replace("§", ";,");
        assertEquals("a;,b \"c\"", nom(read(csv.getBytes(UTF_8)), 2));
        assertEquals(
                "x",
                nom(
                        read(("sep=" + delimiter + "\r\n"
                                        + (HEADER + "1;CHF;1;2026-12-01; x \n").replace(';', delimiter))
                                .getBytes(UTF_8)),
                        3));
    }

    @Test
    void aStrayQuoteSpoilsItsOwnLineOnly() throws IOException {
        Map<Integer, Entree> lines = read((HEADER + "1;CHF;1;2026-12-01;\"Dupont\n"
                        + "2;CHF;1;2026-12-01;\"a\"b\n"
                        + "3;CHF;1;2026-12-01;c\"d\n\n"
                        + "4;CHF;1;2026-12-01\n"
                        + "5;CHF;1;2026-12-01;e;;;\n"
                        + "6;CHF;1;2026-12-01;f;;g\n"
                        + ";;;;\n"
                        + "7;CHF;1;2026-12-01;fin")
                .getBytes(UTF_8));
        assertEquals(Code.LIGNE_INVALIDE, code(lines, 2));
        assertEquals(Code.LIGNE_INVALIDE, code(lines, 3));
        assertEquals("c\"d", nom(lines, 4));
        assertEquals(Code.LIGNE_INVALIDE, code(lines, 6), "too few cells");
        assertEquals("e", nom(lines, 7), "Excel pads");
        assertEquals(Code.LIGNE_INVALIDE, code(lines, 8), "too many cells");
        assertEquals("fin", nom(lines, 10));
        assertEquals(7, lines.size(), "empty lines are none");
        assertEquals("fichier:d.csv:10", Objects.requireNonNull(lines.get(10)).source());
    }

    @Test
    void aLineOfTenMegabytes() throws IOException {
        Map<Integer, Entree> lines =
                read((HEADER + "1;" + "x".repeat(10 << 20) + "\n2;CHF;1;2026-12-01;b\n").getBytes(UTF_8));
        assertEquals(Code.TROP_GRAND, code(lines, 2));
        assertEquals("b", nom(lines, 3));
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write((HEADER + "1;CHF;1;2026-12-01;zip\n").getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void aZipWithOneCsv() throws IOException {
        assertEquals("zip", nom(read(zip("lisez-moi.txt", "__MACOSX/._d.csv", "d.CSV")), 2));
        assertThrows(IOException.class, () -> read(zip("a.csv", "b.csv")));
        assertThrows(IOException.class, () -> read(zip("a.txt")));
        byte[] damaged = zip("a.csv");
        damaged[45] ^= 0x55;
        assertThrows(IOException.class, () -> read(damaged));
    }

    @Test
    void aZipBomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("a.csv"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 80; i++) {
                zip.write(zeros);
            }
        }
        IOException told = assertThrows(IOException.class, () -> read(bytes.toByteArray()));
        assertTrue(String.valueOf(told.getMessage()).contains("32 MiB"), told.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n\n", "a;b;c\n1;2;3", "idDemande;kind;kind\n", "idDemande;\"kind\n", "idDemande;pce\n"})
    void whatIsNoCsvOfRequestsIsToldAsAWhole(String csv) {
        assertThrows(IOException.class, () -> read(csv.getBytes(UTF_8)));
    }

    @Test
    void aKindForTheWholeFile() throws IOException {
        CsvFile file = new CsvFile("idDemande;pce\n1;2\n".getBytes(UTF_8), "d.csv", null, "RAD");
        Map<Integer, Entree> lines = new LinkedHashMap<>();
        file.read(10, lines::put);
        Entree.Lue lue = assertInstanceOf(Entree.Lue.class, lines.get(2));
        assertEquals("RAD", lue.demande().kind());
    }
}
