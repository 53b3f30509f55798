package omega.ws.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import omega.ws.Foreign;
import omega.ws.contract.Contract;
import omega.ws.contract.Element;
import omega.ws.contract.Oracle;
import omega.ws.xml.XmlNode;
import omega.ws.xml.XmlReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Generated documents come back unchanged, over JSON and over XML, and the JDK's validator accepts each. */
class RoundTripTest {
    private static final int DOCUMENTS = Boolean.getBoolean("tests.full") ? 100_000 : 200;

    private static Supplier<@Nullable String> told(Foreign.Sample sample, int seed, Element message, JsonNode json) {
        return () -> sample + " seed " + seed + " " + message + " " + json;
    }

    static Stream<Foreign.Sample> contracts() {
        return Foreign.all();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void documentsComeBackUnchanged(Foreign.Sample sample) throws Exception {
        Contract contract = Contract.read(sample.files(), sample.wsdl());
        List<Element> messages = Foreign.messages(contract);
        boolean cutOtherwise =
                contract.limits().stream().anyMatch(each -> each.reason().contains("rounds"));
        int documents = sample.share(DOCUMENTS);
        int parts = documents > 1_000 ? Runtime.getRuntime().availableProcessors() : 1;
        try (ExecutorService threads = Executors.newFixedThreadPool(parts)) {
            List<Future<?>> all = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                int first = part;
                // one each: the JDK counts what repeats in the schema itself, which two threads cannot share
                Oracle own = Oracle.of(sample.files(), sample.wsdl());
                all.add(threads.submit(() -> {
                    for (int seed = first; seed < documents; seed += parts) {
                        Element message = messages.get(seed % messages.size());
                        comesBack(sample, seed, message, own, cutOtherwise);
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    private static void comesBack(Foreign.Sample sample, int seed, Element message, Oracle oracle, boolean cutOtherwise)
            throws Exception {
        JsonNode json = Json.read(Json.write(new Samples(seed).of(message)).getBytes(UTF_8));
        Supplier<@Nullable String> why = told(sample, seed, message, json);

        ToXml.Result there = ToXml.translate(message, json);
        assertEquals(List.of(), there.misfits(), why);
        assertEquals(Optional.empty(), oracle.refusal(there.xml()), () -> why.get() + "\n" + there.xml());
        XmlNode xml = XmlReader.CONTRACTS.read(there.xml().getBytes(UTF_8));
        ToJson.Result back = ToJson.translate(message, xml);
        assertEquals(List.of(), back.misfits(), why);
        if (!cutOtherwise) {
            assertEquals(Json.write(json), Json.write(back.json()), why);
        }
        assertEquals(there.xml(), ToXml.translate(message, back.json()).xml(), why);
    }
}
