package omega.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTemplateTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 11, 23, 12, 5, 9);

    @Test
    void takesANameApart() {
        NameTemplate template = new NameTemplate("REMM_{partenaire}_{instant:yyyyMMddHHmmss}_{sequence:5}.zip", "REMM");
        assertEquals(
                Optional.of(Map.of("partenaire", "17X-DEMO", "instant", "20261123120509", "sequence", "00042")),
                template.match("REMM_17X-DEMO_20261123120509_00042.zip"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REMM_DEMO_20261123120509_0042.zip",
                "REMM_DEMO_20261123120509_000042.zip",
                "REMM_DEMO_2026112312050_00042.zip",
                "REMM_DE/MO_20261123120509_00042.zip",
                "REMM__20261123120509_00042.zip",
                "remm_DEMO_20261123120509_00042.zip",
                "REMM_DEMO_20261123120509_00042_zip",
                "REMM_DEMO_20261123120509_00042.zip.filepart",
                ""
            })
    void refusesOtherNames(String name) {
        NameTemplate template = new NameTemplate("REMM_{partenaire}_{instant:yyyyMMddHHmmss}_{sequence:5}.zip", "REMM");
        assertEquals(Optional.empty(), template.match(name));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "{flux}.{partenaire}.{date:yyyy-MM-dd}.zip, AJ+1.DEMO.2026-11-23.zip",
                "{partenaire}_{instant:yyyyMMdd'T'HHmmss}.zip, DEMO_20261123T120509.zip",
                "{partenaire}_{instant:yyyyMMdd-HHmm}_{sequence}.zip, DEMO_20261123-1205_7.zip",
                "{date:dd.MM.yyyy} {partenaire} {sequence:3}.zip, 23.11.2026 DEMO 007.zip",
                "A{*}_{partenaire}_{sequence:2}.zip, A_DEMO_07.zip",
            })
    void whatItMakesItAlsoMatches(String text, String name) {
        NameTemplate template = new NameTemplate(text, "AJ+1");
        assertEquals(name, template.format("DEMO", NOON, 7));
        assertEquals("DEMO", template.match(name).orElseThrow().get("partenaire"));
    }

    @Test
    void aFluxMatchesOnlyItsOwnCode() {
        NameTemplate template = new NameTemplate("{partenaire}.{flux}.zip", "AJ+1");
        assertEquals("AJ+1", template.match("DEMO.AJ+1.zip").orElseThrow().get("flux"));
        assertEquals(Optional.empty(), template.match("DEMO.AJJ1.zip"));
        assertEquals(Optional.empty(), template.match("DEMO.REMM.zip"));
    }

    @Test
    void signsOfAnExpressionAreThemselves() {
        NameTemplate template = new NameTemplate("a.b+({date:yyyy.MM}).zip", "X");
        assertFalse(template.match("a.b+(2026.11).zip").isEmpty());
        assertEquals(Optional.empty(), template.match("axb+(2026.11).zip"));
        assertEquals(Optional.empty(), template.match("a.b+(2026x11).zip"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{inconnu}.zip",
                "{partenaire}{partenaire}.zip",
                "{instant}.zip",
                "{date:}.zip",
                "{date:MMM yyyy}.zip",
                "{date:yyyyMMddT}.zip",
                "{date:MMdd}.zip",
                "{sequence:0}.zip",
                "{sequence:x}.zip",
                "{sequence:19}.zip",
                "a/{partenaire}.zip",
                "{partenaire.zip",
                "partenaire}.zip"
            })
    void refusesTemplatesThatCannotBe(String text) {
        assertThrows(IllegalArgumentException.class, () -> new NameTemplate(text, "X"));
    }
}
