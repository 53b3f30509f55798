package omega.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import omega.catalogue.Packs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as a whole: how they are cut, told apart, tied to a parent and keyed. */
class LineReaderTest {
    private static final String PLAIN = """
            {version: "1", envelope: standard, charset: UTF-8, records: [{name: t, key: k, fields: [
              {name: k, type: text}, {name: n, type: integer, required: true}]}]}""";

    private static final String QUOTED = """
            {version: "1", envelope: guillemets, charset: UTF-8, records: [{name: t, key: k, fields: [
              {name: k, type: text}, {name: n, type: text, required: true}]}]}""";

    private static final String FAMILY = """
            {version: "1", envelope: standard, charset: windows-1252, records: [
              {name: releve, tag: REL, key: pce, fields: [{name: pce, type: text}, {name: n, type: integer}]},
              {name: mesure, tag: MES, parent: releve, fields: [{name: m, type: integer, required: true}]},
              {name: note, tag: NOT, parent: releve, key: id, trailing: keep, fields: [{name: id, type: text}]},
              {name: autre, tag: AUT, fields: [{name: a, type: text}]},
              {name: suite, tag: SUI, parent: autre, fields: [{name: pce, type: text}]}]}""";

    private static final class Reading {
        private final LineReader reader;
        private final Charset charset;
        private long number = 1;

        Reading(String yaml, Charset charset) {
            this.charset = charset;
            this.reader = new LineReader(Packs.layout(yaml), charset, Packs.DAY);
        }

        /** The record as JSON, or its faults as {@code CODE column field}. */
        String read(String line) {
            byte[] bytes = ("before" + line + "after").getBytes(charset);
            int from = 6;
            int to = bytes.length - 5;
            number++;
            return reader.read(bytes, from, to, number)
                    ? new String(reader.json(), StandardCharsets.UTF_8)
                    : reader.faults().stream()
                            .map(fault -> (fault.code() + " " + fault.column() + " " + fault.field()).trim())
                            .collect(Collectors.joining(", "));
        }

        @Nullable
        String key() {
            byte[] key = reader.key();
            return key == null ? null : new String(key, StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest(name = "[{0}] -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                | LIGNE_VIDE 1",
                "p;5               | {\"enregistrement\":\"t\",\"k\":\"p\",\"n\":5}",
                ";5                | {\"enregistrement\":\"t\",\"n\":5}",
                "p                 | CHAMPS_MANQUANTS 2",
                "p;5;              | CHAMPS_EN_TROP 5",
                "é€;5;6            | CHAMPS_EN_TROP 6",
                "p;                | CHAMP_REQUIS 3 n",
                "é€;x              | NOMBRE_INVALIDE 4 n",
                "\"p\";5           | {\"enregistrement\":\"t\",\"k\":\"\\\"p\\\"\",\"n\":5}",
            })
    void aLineIsCutAtItsDelimiters(String line, String expected) {
        assertEquals(expected, new Reading(PLAIN, StandardCharsets.UTF_8).read(line));
    }

    @ParameterizedTest(name = "[{0}] -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "p;n               | {\"enregistrement\":\"t\",\"k\":\"p\",\"n\":\"n\"}        | no quotes",
                "\"p\";\"n\"       | {\"enregistrement\":\"t\",\"k\":\"p\",\"n\":\"n\"}        | quotes are no part of the value",
                "\"a;b\";n         | {\"enregistrement\":\"t\",\"k\":\"a;b\",\"n\":\"n\"}      | a delimiter in quotes",
                "\"a\"\"b\";n      | {\"enregistrement\":\"t\",\"k\":\"a\\\"b\",\"n\":\"n\"}   | a doubled quote",
                "\"\"\"\";n        | {\"enregistrement\":\"t\",\"k\":\"\\\"\",\"n\":\"n\"}     | only a doubled quote",
                "\"\";n            | {\"enregistrement\":\"t\",\"n\":\"n\"}                    | quoted empty is absent",
                "p;\"\"            | CHAMP_REQUIS 3 n                                          | quoted empty is absent, so missing",
                "a\"b;n            | {\"enregistrement\":\"t\",\"k\":\"a\\\"b\",\"n\":\"n\"}   | a quote inside quotes nothing",
                "a\"b;\"c;d\"      | {\"enregistrement\":\"t\",\"k\":\"a\\\"b\",\"n\":\"c;d\"} | likewise beside a quoted field",
                "\"é\";\"n\";x     | CHAMPS_EN_TROP 9                                          | columns count quotes",
                "\"p;n             | GUILLEMETS 1                                              | never closed",
                "p;\"n             | GUILLEMETS 3                                              | never closed, second field",
                "é;\"n\"x          | GUILLEMETS 3                                              | text after the closing quote",
                "\"p\"x;n          | GUILLEMETS 1                                              | text after the closing quote, first field",
                "p;\"n\"\"         | GUILLEMETS 3                                              | a doubled quote does not close",
            })
    void quotesHoldAFieldTogether(String line, String expected, String why) {
        assertEquals(expected, new Reading(QUOTED, StandardCharsets.UTF_8).read(line), why);
    }

    @Test
    void everyFaultOfALineIsToldWithItsColumn() {
        Reading reading = new Reading("""
                {version: "1", envelope: standard, charset: UTF-8, records: [{name: t, fields: [
                  {name: a, type: integer}, {name: b, type: date, format: yyyyMMdd}, {name: c, type: text, required: true}]}]}""", StandardCharsets.UTF_8);
        assertEquals("NOMBRE_INVALIDE 1 a, DATE_INVALIDE 4 b, CHAMP_REQUIS 13 c", reading.read("éé;20261301;"));
        assertEquals(
                "{\"enregistrement\":\"t\",\"a\":1,\"c\":\"z\"}", reading.read("1;;z"), "and none of them lingers");
    }

    @Test
    void aChildCarriesItsParentsLineAndKey() {
        Reading reading = new Reading(FAMILY, Charset.forName("windows-1252"));
        assertEquals("{\"enregistrement\":\"releve\",\"pce\":\"é\",\"n\":1}", reading.read("REL;é;1"));
        assertEquals("é", reading.key(), "a key is UTF-8");
        assertEquals("{\"enregistrement\":\"mesure\",\"parent\":2,\"pce\":\"é\",\"m\":7}", reading.read("MES;7"));
        assertEquals("é", reading.key());
        assertEquals("{\"enregistrement\":\"mesure\",\"parent\":2,\"pce\":\"é\",\"m\":8}", reading.read("MES;8"));
        assertEquals("{\"enregistrement\":\"note\",\"parent\":2,\"pce\":\"é\",\"id\":\"x\"}", reading.read("NOT;x"));
        assertEquals("x", reading.key(), "a child's own key comes first");
        assertEquals("{\"enregistrement\":\"note\",\"parent\":2,\"pce\":\"é\"}", reading.read("NOT;"));
        assertEquals("é", reading.key(), "but when it is empty");
        assertEquals("NOMBRE_INVALIDE 5 m", reading.read("MES;nn"));
        assertEquals("{\"enregistrement\":\"mesure\",\"parent\":2,\"pce\":\"é\",\"m\":9}", reading.read("MES;9"));
    }

    @Test
    void aParentWithoutKeyHasChildrenWithout() {
        Reading reading = new Reading(FAMILY, Charset.forName("windows-1252"));
        reading.read("REL;p;1");
        assertEquals("{\"enregistrement\":\"releve\",\"n\":1}", reading.read("REL;;1"));
        assertNull(reading.key());
        assertEquals(
                "{\"enregistrement\":\"mesure\",\"parent\":3,\"m\":7}", reading.read("MES;7"), "not the key before");
        assertNull(reading.key());
        assertEquals("{\"enregistrement\":\"autre\",\"a\":\"a\"}", reading.read("AUT;a"));
        assertEquals("{\"enregistrement\":\"suite\",\"parent\":5,\"pce\":\"p\"}", reading.read("SUI;p"));
    }

    @Test
    void aChildOfARejectedLineIsRejected() {
        Reading reading = new Reading(FAMILY, Charset.forName("windows-1252"));
        assertEquals("PARENT_ABSENT 1", reading.read("MES;7"), "first of all");
        reading.read("REL;p;1");
        assertEquals("NOMBRE_INVALIDE 7 n", reading.read("REL;p;x"));
        assertEquals("PARENT_REJETE 1", reading.read("MES;7"));
        assertEquals("PARENT_REJETE 1", reading.read("MES;8"), "all of them");
        assertEquals("PARENT_REJETE 1", reading.read("SUI;8"), "of whatever kind");
        assertTrue(reading.read("REL;p;1").startsWith("{"));
        assertTrue(reading.read("MES;7").startsWith("{"));
        assertEquals("PARENT_ABSENT 1", reading.read("SUI;p"), "its parent is of another kind");
        assertTrue(reading.read("MES;7").startsWith("{"), "which changes nothing for the right one");
    }

    @Test
    void whatFollowsALineOfUnknownKindMayBelongToIt() {
        Reading reading = new Reading(FAMILY, Charset.forName("windows-1252"));
        reading.read("REL;p;1");
        assertEquals("TYPE_INCONNU 1", reading.read("XXX;1"));
        assertEquals("PARENT_REJETE 1", reading.read("MES;7"));
        reading.read("REL;p;1");
        assertEquals("LIGNE_VIDE 1", reading.read(""));
        assertTrue(reading.read("MES;7").startsWith("{"), "an empty line parts nothing");
        assertEquals("CHAMPS_MANQUANTS 4", reading.read("REL"));
        assertEquals("TYPE_INCONNU 1", reading.read("REL ;p;1"));
        assertEquals("TYPE_INCONNU 1", reading.read("RELA;p;1"));
    }

    @Test
    void restartForgetsTheParent() {
        Reading reading = new Reading(FAMILY, Charset.forName("windows-1252"));
        reading.read("REL;p;1");
        reading.reader.restart();
        assertEquals("PARENT_ABSENT 1", reading.read("MES;7"));
    }

    @Test
    void onlyALineWithoutParentStartsAGroup() {
        LineReader reader = new Reading(FAMILY, Charset.forName("windows-1252")).reader;
        assertTrue(startsGroup(reader, "REL;p;1"));
        assertTrue(startsGroup(reader, "REL;p;x;too;many"), "even one that will be rejected");
        assertTrue(startsGroup(reader, "AUT;a"));
        assertFalse(startsGroup(reader, "MES;7"));
        assertFalse(startsGroup(reader, "XXX;7"));
        assertFalse(startsGroup(reader, ""));
    }

    private static boolean startsGroup(LineReader reader, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        return reader.startsGroup(bytes, 0, bytes.length);
    }

    @Test
    void trailingFieldsAreKeptWhereThePackSaysSo() {
        Reading reading = new Reading(FAMILY, Charset.forName("windows-1252"));
        reading.read("REL;p;1");
        assertEquals(
                "{\"enregistrement\":\"note\",\"parent\":2,\"pce\":\"p\",\"id\":\"x\",\"supplement\":[\"é\",\"\",\"\\\"\"]}",
                reading.read("NOT;x;é;;\""));
        assertEquals("CARACTERE_INTERDIT 7 supplement", reading.read("NOT;x;\u0001"));
        assertEquals("CHAMPS_EN_TROP 7", reading.read("MES;7;8"), "elsewhere not");
    }

    @Test
    void manyFieldsAreNoTrouble() {
        Reading reading = new Reading(FAMILY, Charset.forName("windows-1252"));
        reading.read("REL;p;1");
        String json = reading.read("NOT;x" + ";y".repeat(1000));
        assertEquals(1000, json.split("\"y\"", -1).length - 1);
        Reading quoted = new Reading(QUOTED, StandardCharsets.UTF_8);
        assertEquals("CHAMPS_EN_TROP 9", quoted.read("\"x\"" + ";\"y\"".repeat(1000)));
    }

    @Test
    void headerAndFooterAreReadByTheEnvelope() {
        LineReader reader = new Reading(PLAIN, StandardCharsets.UTF_8).reader;
        byte[] header = "ENT;REMM;1;GRDF;DEMO;20261123120509;00042".getBytes(StandardCharsets.US_ASCII);
        assertTrue(reader.readHeader(header, 0, header.length));
        assertEquals(
                "{\"enregistrement\":\"header\",\"flux\":\"REMM\",\"version\":\"1\",\"emetteur\":\"GRDF\",\"destinataire\":\"DEMO\","
                        + "\"creation\":\"2026-11-23T12:05:09+01:00\",\"sequence\":42}",
                new String(reader.json(), StandardCharsets.UTF_8));
        byte[] footer = "FIN;7".getBytes(StandardCharsets.US_ASCII);
        assertTrue(reader.readFooter(footer, 0, footer.length, 9));
        assertEquals("{\"enregistrement\":\"footer\",\"nombre\":7}", new String(reader.json(), StandardCharsets.UTF_8));
        assertFalse(reader.readHeader(footer, 0, footer.length));
        assertEquals(LineFault.Code.TYPE_INCONNU, reader.faults().getFirst().code());
        assertFalse(reader.readFooter(header, 0, header.length, 9));
        assertEquals(9, reader.faults().getFirst().line());
    }
}
