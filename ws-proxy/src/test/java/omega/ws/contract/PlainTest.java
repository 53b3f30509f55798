package omega.ws.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told by one look is what the expressions say, and the look is worth something. */
class PlainTest {
    private static final List<String> EDGES = List.of(
            "",
            "0",
            "-0",
            "+1",
            "007",
            "1.",
            ".5",
            "1.50",
            "1..2",
            "1.2.3",
            "123456789012345678",
            "1234567890123456789",
            "99999999999999999.9",
            "2026-11-28",
            "2026-11-29",
            "2026-02-30",
            "2026-13-01",
            "2026-00-10",
            "2026-10-00",
            "0026-11-24",
            "2026-1-024",
            "2026-11-2",
            "٣",
            "１２",
            "1 ",
            " 1",
            "1e3",
            "-1",
            "2026-11-24Z",
            "20261-1-24");

    @ParameterizedTest
    @EnumSource
    void whatIsSurelySoFitsItsExpression(Builtin builtin) {
        Random random = new Random(builtin.name().length());
        int sure = 0;
        for (int i = 0; i < 20_000 + EDGES.size(); i++) {
            String text = i < EDGES.size() ? EDGES.get(i) : drawn(random);
            if (Plain.isSurely(builtin, text)) {
                sure++;
                assertTrue(Objects.requireNonNull(builtin.lexical()).fits(text), builtin + " " + text);
            }
        }
        assertEquals(
                switch (builtin) {
                    case DATE, DECIMAL, NAME, NC_NAME, NMTOKEN, ID, IDREF -> true;
                    case NON_POSITIVE_INTEGER, NEGATIVE_INTEGER -> false;
                    default -> builtin.json() == Builtin.Json.INTEGER;
                },
                sure > 100,
                builtin + ": " + sure);
    }

    private static String drawn(Random random) {
        if (random.nextInt(3) == 0) {
            return "%d%03d-%02d-%02d"
                    .formatted(random.nextInt(3), random.nextInt(1000), random.nextInt(14), random.nextInt(33));
        }
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(12); left >= 0; left--) {
            text.append(
                    random.nextInt(8) == 0 ? "+-.eZ: T".charAt(random.nextInt(8)) : (char) ('0' + random.nextInt(10)));
        }
        return text.toString();
    }

    @Test
    void digitsAfterThePointAreCounted() {
        for (String text : EDGES) {
            int after = Plain.digitsAfterPoint(text);
            if (after >= 0) {
                assertEquals(new BigDecimal(text).scale(), after, text);
            }
        }
        assertEquals(2, Plain.digitsAfterPoint("1.50"));
        assertEquals(0, Plain.digitsAfterPoint("007"));
        assertFalse(Plain.areWhole("1", "-1"));
        assertTrue(Plain.areWhole("1", "999999999999999999"));
    }
}
