package omega.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import omega.catalogue.Packs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines skimmed, with more bytes behind them as in a block, give the same record, key or faults as the same lines read closely. */
class SkimTest {
    private static final long SEED = Long.getLong("tests.seed", 20261127L);
    private static final int LINES = Boolean.getBoolean("tests.full") ? 1_000_000 : 30_000;
    /** What stands behind a line: all that a field may be made of, and the next line. */
    private static final byte[] BEHIND = "0;1,2-\"A/\n\r;é9\0".getBytes(StandardCharsets.UTF_8);

    private final SplittableRandom random = new SplittableRandom(SEED);

    @ParameterizedTest
    @CsvSource({
        "US-ASCII, standard",
        "windows-1252, standard",
        "ISO-8859-15, guillemets",
        "UTF-8, standard",
        "UTF-8, guillemets"
    })
    void skimmedOrReadCloselyALineIsTheSame(String name, String envelope) {
        Charset charset = Charset.forName(name);
        var layout = Packs.layout("""
            {version: "1", envelope: %s, charset: %s, decimal: ",", records: [
              {name: releve, tag: REL, key: pce, fields: [
                {name: pce, type: text, mask: ["##############", "GI######", "A@#", "?-?"], required: true},
                {name: nom, type: text, length: 20},
                {name: index, type: integer, length: 9},
                {name: long, type: integer, length: 18},
                {name: volume, type: decimal, length: 8, scale: 5},
                {name: jour, type: date, format: dd/MM/yyyy},
                {name: instant, type: instant, format: yyyyMMddHHmmss},
                {name: journee, type: gas-day, format: yyyyMMdd, required: true},
                {name: definitive, type: boolean, true: Vrai, false: Faux},
                {name: unNomDeChampQuiPrendPlusDeTrenteDeuxOctets, type: text, codes: cas},
                {name: code, type: text, codes: cas, unknown: keep, mask: ["@@@"]}]},
              {name: mesure, tag: MES, parent: releve, fields: [
                {name: m, type: integer, length: 9, required: true}, {name: nom, type: text, length: 12}]},
              {name: note, tag: NOT, parent: releve, key: id, trailing: keep, fields: [{name: id, type: text, length: 30}]}]}""".formatted(envelope, name));
        LineReader skimming = new LineReader(layout, charset, Packs.DAY);
        LineReader close = new LineReader(layout, charset, Packs.DAY);
        int skimmed = 0;
        int records = 0;
        for (int i = 0; i < LINES; i++) {
            byte[] line = line().getBytes(charset);
            int from = random.nextInt(20);
            int to = from + line.length;
            byte[] block = block(line, from);
            String told = "seed " + SEED + ", line " + i + " [" + new String(line, charset) + "]";

            boolean sound = close.readClosely(line, 0, line.length, i);
            boolean unclose = skimming.skim(block, from, to, i);
            boolean record = unclose || skimming.readClosely(block, from, to, i);

            assertEquals(sound, record, told);
            assertEquals(close.faults(), skimming.faults(), told);
            if (sound) {
                assertArrayEquals(close.json(), skimming.json(), told);
                assertArrayEquals(close.key(), skimming.key(), told);
            }
            skimmed += unclose ? 1 : 0;
            records += sound ? 1 : 0;
        }
        assertTrue(skimmed > LINES / 30 && skimmed < records, skimmed + " of " + records + " records were skimmed");
    }

    private byte[] block(byte[] line, int from) {
        byte[] block = new byte[from + line.length + random.nextInt(40)];
        for (int i = 0; i < block.length; i++) {
            block[i] = BEHIND[random.nextInt(BEHIND.length)];
        }
        System.arraycopy(line, 0, block, from, line.length);
        return block;
    }

    private String line() {
        String line = switch (random.nextInt(8)) {
            case 0, 1 -> "MES;" + some(() -> digits(12)) + ";" + some(() -> text(14));
            case 2 -> "NOT;" + some(() -> text(34)) + (often() ? "" : ";" + text(5));
            default -> releve();
        };
        return random.nextInt(4) > 0 ? line : damaged(line);
    }

    private String releve() {
        return String.join(
                ";",
                List.of(
                        "REL",
                        oneOf(exactly(14), exactly(14), "GI" + exactly(6), "AZ1", "x-y", "é-è"),
                        some(() -> text(22)),
                        some(() -> sign() + digits(10)),
                        some(() -> sign() + digits(20)),
                        some(() -> sign() + decimal()),
                        some(() -> "%02d/%02d/20%02d"
                                .formatted(1 + random.nextInt(often() ? 28 : 33), month(), random.nextInt(40))),
                        some(() -> "20%02d%02d%02d%02d3000"
                                .formatted(random.nextInt(40), month(), 1 + random.nextInt(28), random.nextInt(24))),
                        "2026%02d%02d".formatted(month(), 1 + random.nextInt(often() ? 28 : 33)),
                        some(() -> oneOf("Vrai", "Faux", "Vrai", "vrai")),
                        some(() -> oneOf("FIN", "DEBUT", "FIN", often() ? "DEBUT" : "AUTRE")),
                        some(() -> oneOf("FIN", "DEB", "ABC", "FIN"))));
    }

    private String decimal() {
        return often()
                ? digits(5) + (random.nextBoolean() ? "" : "," + digits(5))
                : oneOf(
                        "," + digits(3),
                        digits(3) + ",",
                        digits(2) + "," + digits(2) + "," + digits(2),
                        "000,000",
                        ",");
    }

    private String damaged(String line) {
        StringBuilder damaged = new StringBuilder(line);
        int at = random.nextInt(line.length());
        switch (random.nextInt(4)) {
            case 0 -> damaged.deleteCharAt(at);
            case 1 -> damaged.insert(at, "0;9\"x/,-\té\u0001".charAt(random.nextInt(11)));
            case 2 -> damaged.setCharAt(at, (char) ('!' + random.nextInt(90)));
            default -> damaged.setLength(at);
        }
        return damaged.toString();
    }

    private String some(Supplier<String> value) {
        return random.nextInt(6) == 0 ? "" : value.get();
    }

    private boolean often() {
        return random.nextInt(8) > 0;
    }

    private int month() {
        return 1 + random.nextInt(often() ? 12 : 14);
    }

    private String oneOf(String... values) {
        return values[random.nextInt(values.length)];
    }

    private String sign() {
        return random.nextInt(10) == 0 ? "-" : "";
    }

    private String text(int most) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            text.append(often() ? (char) ('a' + random.nextInt(26)) : "é\"\\ \t,'#Z".charAt(random.nextInt(9)));
        }
        return random.nextInt(3) == 0 ? text.toString() : text.toString().replaceAll("[^a-z]", "x");
    }

    private String digits(int most) {
        String digits = exactly(1 + random.nextInt(most));
        return random.nextInt(3) > 0
                ? digits
                : digits.replaceAll("^.{" + random.nextInt(digits.length() + 1) + "}", "0".repeat(digits.length() / 2));
    }

    private String exactly(int count) {
        StringBuilder digits = new StringBuilder();
        for (int left = count; left > 0; left--) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
