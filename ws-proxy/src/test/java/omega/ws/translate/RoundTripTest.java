package omega.ws.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
import org.junit.jupiter.api.Test;
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

        String otherwise = Otherwise.written(xml, new Random(seed));
        assertEquals(Optional.empty(), oracle.refusal(otherwise), () -> why.get() + "\n" + otherwise);
        ToJson.Result again = ToJson.translate(message, XmlReader.CONTRACTS.read(otherwise.getBytes(UTF_8)));
        assertEquals(List.of(), again.misfits(), () -> why.get() + "\n" + otherwise);
        assertEquals(Json.write(back.json()), Json.write(again.json()), () -> why.get() + "\n" + otherwise);
    }

    /** As no library of ours would write them: other prefixes, leading zeros, blanks, a value in CDATA, another spelling of true. */
    @Test
    void documentsByHandAreReadAndWrittenAgain() throws Exception {
        Foreign.Sample sample = Foreign.all()
                .filter(each -> each.wsdl().endsWith("forms.wsdl"))
                .findFirst()
                .orElseThrow();
        Element message =
                Foreign.messages(Contract.read(sample.files(), sample.wsdl())).getFirst();
        Oracle oracle = Oracle.of(sample.files(), sample.wsdl());
        String xml = """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <formes xmlns="urn:forms" version="01.00">
              <mots>
                 un<!-- et -->e  <![CDATA[deux]]>
              </mots>
              <x:paires xmlns:x="urn:forms"> +1 002 </x:paires>
              <nombre> 007 </nombre><nombre> seize</nombre><nombre>99999999999</nombre>
              <choisi>-020</choisi>
              <code>ABC</code>
              <hexa>0a1F</hexa><octets> AAEC Aw== </octets><teinte>FF00</teinte>
              <instant>2029-12-31T24:00:00.000+00:00</instant>
              <an>-0044</an>
              <montant>+0012.300</montant>
              <numero>100</numero><taille>01.5</taille><degres>-1.50E+0</degres>
              <un>+01</un><ab>a
            b</ab><cinq>05</cinq>
              <pair id="p1" xsi:nil="1" vers=" p2  p1 " xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>
              <pair de='p1' id='p2'/>
            </formes>
            """.strip();
        assertEquals(Optional.empty(), oracle.refusal(xml));

        ToJson.Result read = ToJson.translate(message, XmlReader.CONTRACTS.read(xml.getBytes(UTF_8)));

        assertEquals(List.of(), read.misfits());
        assertEquals(
                "{'@version':1.00,'mots':['une','deux'],'paires':[1,2],'nombre':['007',' seize','99999999999'],'choisi':'-020','code':'ABC',"
                        + "'hexa':'0a1F','octets':'AAECAw==','teinte':'FF00','instant':'2029-12-31T24:00:00.000+00:00','an':'-0044',"
                        + "'montant':12.300,'numero':'100','taille':1.5,'degres':-1.50,'un':1,'ab':['a','b'],'cinq':'05',"
                        + "'pair':[{'@id':'p1','@vers':['p2','p1'],'@xsi:nil':true},{'@id':'p2','@de':'p1','$':''}]}",
                Json.write(read.json()).replace('"', '\''));
        ToXml.Result back = ToXml.translate(message, read.json());
        assertEquals(List.of(), back.misfits());
        assertEquals(Optional.empty(), oracle.refusal(back.xml()));
        assertEquals(
                Json.write(read.json()),
                Json.write(ToJson.translate(
                                message, XmlReader.CONTRACTS.read(back.xml().getBytes(UTF_8)))
                        .json()));
    }
}
