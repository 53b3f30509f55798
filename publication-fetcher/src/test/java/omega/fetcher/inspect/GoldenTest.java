package omega.fetcher.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.clock.OmegaClock;
import omega.fetcher.cut.Block;
import omega.fetcher.cut.Cutting;
import omega.fetcher.parse.BlockLines;
import omega.layout.LineReader;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Files written by hand, with what must come of them written by hand beside them: the codec's outside judge. */
class GoldenTest {
    private static final Path SAMPLES = Path.of("../shared-model/src/main/resources/catalogue/provisional/samples");
    /** Keeps every digit of a number, trailing zeros too. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Catalogue CATALOGUE = Catalogue.provisional();
    private static final Instant TODAY = Instant.parse("2026-11-23T12:00:00Z");

    @TestFactory
    Stream<DynamicTest> soundFilesBecomeTheseRecords() throws IOException {
        return samples("ok")
                .map(sample -> DynamicTest.dynamicTest(name(sample), () -> {
                    JsonNode expected = JSON.readTree(json(sample).toFile());
                    assertEquals(pretty(expected), pretty(read(sample, ArrayNode.class)));
                }));
    }

    @TestFactory
    Stream<DynamicTest> faultyFilesAreRefusedForTheseReasons() throws IOException {
        return samples("ko")
                .map(sample -> DynamicTest.dynamicTest(name(sample), () -> {
                    JsonNode expected = JSON.readTree(json(sample).toFile());
                    if (expected.has("file")) {
                        var unsound = assertInstanceOf(Verdict.Unsound.class, inspect(sample));
                        assertTrue(
                                unsound.faults().stream()
                                        .anyMatch(fault -> fault.code()
                                                .name()
                                                .equals(expected.get("file").asText())),
                                () -> "expected " + expected.get("file") + ", was " + unsound.faults());
                    } else {
                        assertEquals(pretty(expected.get("lines")), pretty(read(sample, ObjectNode.class)));
                    }
                }));
    }

    @Test
    void everyFluxAndVersionHasASoundSample() throws IOException {
        List<String> read = samples("ok")
                .map(sample -> inspect(sample) instanceof Verdict.Sound sound
                        ? sound.layout().flux() + " " + sound.layout().version()
                        : sample + " is unsound")
                .toList();
        for (Flux flux : CATALOGUE.flux().values()) {
            flux.layouts()
                    .forEach(layout -> assertTrue(
                            read.contains(flux.code() + " " + layout.version()),
                            () -> "no sample of " + flux.code() + " " + layout.version()));
        }
    }

    private static Stream<Path> samples(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            return files
                    .filter(file ->
                            file.toString().endsWith(".csv") && file.toString().contains("/" + kind + "/"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static String name(Path sample) {
        return SAMPLES.relativize(sample).toString();
    }

    private static Path json(Path sample) {
        return Path.of(sample.toString().replaceAll("csv$", "json"));
    }

    private static Flux flux(Path sample) {
        return java.util.Objects.requireNonNull(
                CATALOGUE.flux().get(SAMPLES.relativize(sample).getName(0).toString()));
    }

    private static Verdict inspect(Path sample) {
        try {
            return new Inspection(flux(sample), "DEMO", CATALOGUE.transports().limits(), TODAY)
                    .inspect(new ByteArrayInputStream(Files.readAllBytes(sample)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Records as an array of line, key and record; or, for {@code ObjectNode}, the faults. */
    private static ArrayNode read(Path sample, Class<?> what) throws IOException {
        if (!(inspect(sample) instanceof Verdict.Sound sound)) {
            return fail(name(sample) + " is unsound: " + inspect(sample));
        }
        var day = sound.creation().atZone(OmegaClock.PARIS).toLocalDate();
        LineReader reader = new LineReader(sound.layout(), sound.charset(), day);
        Cutting cutting = new Cutting(
                new ByteArrayInputStream(Files.readAllBytes(sample)),
                sound.layout(),
                sound.charset(),
                day,
                sound.details(),
                Cutting.SIZE);
        ArrayNode records = JSON.createArrayNode();
        ArrayNode faults = JSON.createArrayNode();
        for (Optional<Block> block = cutting.next(); block.isPresent(); block = cutting.next()) {
            BlockLines.read(block.get().bytes(), block.get().firstLine(), reader, new BlockLines.Sink() {
                @Override
                public void record(long line, LineReader read) {
                    byte[] key = read.key();
                    ObjectNode record = records.addObject().put("line", line);
                    record.put("key", key == null ? null : new String(key, StandardCharsets.UTF_8));
                    try {
                        record.set("record", JSON.readTree(read.json()));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(new String(read.json(), StandardCharsets.UTF_8), e);
                    }
                }

                @Override
                public void reject(long line, LineReader read, byte[] bytes, int from, int to) {
                    read.faults().forEach(fault -> {
                        ObjectNode told = faults.addObject().put("line", fault.line());
                        told.put("column", fault.column())
                                .put("code", fault.code().name());
                        if (!fault.field().isEmpty()) {
                            told.put("field", fault.field());
                        }
                    });
                }
            });
        }
        if (what == ArrayNode.class) {
            assertEquals("[]", faults.toString(), "no line may be rejected");
            return records;
        }
        return faults;
    }

    /** One line an element, so that a difference shows. */
    private static String pretty(JsonNode array) {
        StringBuilder text = new StringBuilder();
        array.forEach(each -> text.append(each).append('\n'));
        return text.toString();
    }
}
