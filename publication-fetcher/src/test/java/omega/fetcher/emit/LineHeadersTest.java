package omega.fetcher.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import omega.event.Headers;
import omega.fetcher.ledger.Controle;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineHeadersTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 9, 10, 99, 100, 12_345, 9_999_999_999L, Long.MAX_VALUE})
    void aLineIsNamedByItsFileAndNumber(long line) {
        LineHeaders headers = new LineHeaders(block(), "omega.publication.REMM.v1");
        Map<String, String> told = new TreeMap<>();
        for (Header each : headers.of(line)) {
            told.put(each.key(), new String(each.value(), StandardCharsets.UTF_8));
        }
        Map<String, String> expected = new TreeMap<>(Map.of(
                Headers.SPEC_VERSION, "1.0",
                Headers.ID, "0123456789abcdef:" + line + ":3",
                Headers.TYPE, "omega.publication.REMM.v1",
                Headers.SOURCE, "/omega/sandbox/F1/REMM",
                Headers.SUBJECT, "0123456789abcdef:" + line,
                Headers.TIME, "2026-11-23T11:05:00Z",
                Headers.CONTENT_TYPE, "application/json",
                Headers.REVISION, "3",
                Headers.LIGNE, Long.toString(line),
                Headers.FICHIER, "relève.zip"));
        assertEquals(expected, told);
    }

    private static BlockContext block() {
        Controle controle =
                new Controle("1", "e", "UTF-8", false, Map.of(), Instant.parse("2026-11-23T11:05:00Z"), 1, 1);
        return new BlockContext(
                1,
                "F1",
                "/omega/sandbox/F1/REMM",
                "REMM",
                "relève.zip",
                "0123456789abcdef".repeat(4),
                3,
                1,
                2,
                "p",
                controle);
    }
}
