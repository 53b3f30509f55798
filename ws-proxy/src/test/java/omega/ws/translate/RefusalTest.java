package omega.ws.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import omega.ws.Foreign;
import omega.ws.contract.Contract;
import omega.ws.contract.Element;
import omega.ws.contract.Kind;
import omega.ws.contract.Oracle;
import omega.ws.xml.XmlException;
import omega.ws.xml.XmlReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Broken documents are refused, with the place of what is broken; whatever the JDK refuses, we refuse. */
class RefusalTest {
    private static final int DOCUMENTS = Boolean.getBoolean("tests.full") ? 2_000 : 15;
    private static final int SPOILT = Boolean.getBoolean("tests.full") ? 100_000 : 150;

    static Stream<Foreign.Sample> contracts() {
        return Foreign.all();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void everyBrokenConstraintIsToldWithItsPlace(Foreign.Sample sample) {
        List<Element> messages = Foreign.messages(Contract.read(sample.files(), sample.wsdl()));
        Map<Kind, Integer> tried = new EnumMap<>(Kind.class);
        for (int seed = 0; seed < sample.share(DOCUMENTS); seed++) {
            Element message = messages.get(seed % messages.size());
            JsonNode sound = Json.read(Json.write(new Samples(seed).of(message)).getBytes(UTF_8));
            for (Mutations.Mutation mutation : Mutations.of(message, sound)) {
                JsonNode broken = Json.read(Json.write(mutation.of(sound)).getBytes(UTF_8));
                List<Misfit> misfits = ToXml.translate(message, broken).misfits();
                assertTrue(
                        misfits.stream()
                                .anyMatch(each ->
                                        mutation.paths().contains(each.path()) && each.kind() == mutation.kind()),
                        () -> sample + ": " + mutation.what() + " at " + mutation.paths() + " should be "
                                + mutation.kind() + ", but: " + misfits + "\n" + broken);
                tried.merge(mutation.kind(), 1, Integer::sum);
            }
        }
        assertTrue(tried.size() > 4, () -> "too few kinds were tried: " + tried);
        System.out.println(sample + " " + tried);
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void whatTheJdkRefusesIsRefused(Foreign.Sample sample) throws XmlException {
        List<Element> messages = Foreign.messages(Contract.read(sample.files(), sample.wsdl()));
        Oracle oracle = Oracle.of(sample.files(), sample.wsdl());
        int refused = 0;
        int stricter = 0;
        for (int seed = 0; seed < sample.share(SPOILT); seed++) {
            Element message = messages.get(seed % messages.size());
            JsonNode json = Json.read(Json.write(new Samples(seed).of(message)).getBytes(UTF_8));
            ToXml.Result translated = ToXml.translate(message, json);
            assertEquals(List.of(), translated.misfits());
            String sound = translated.xml();
            String spoilt = spoil(sound, new Random(seed));
            Optional<String> theirs = oracle.refusal(spoilt);
            List<Misfit> ours = misfits(message, spoilt);
            if (theirs.isPresent()) {
                refused++;
                assertTrue(
                        !ours.isEmpty(),
                        () -> sample + ": the JDK says " + theirs.get() + " of\n" + spoilt + "\nfrom\n" + sound);
            } else if (!ours.isEmpty()) {
                stricter++;
            }
        }
        assertTrue(refused > sample.share(SPOILT) / 10, "only " + refused + " were refused");
        System.out.println(sample + " spoilt " + sample.share(SPOILT) + ", refused by the JDK " + refused
                + ", by us only " + stricter);
    }

    private static List<Misfit> misfits(Element message, String xml) {
        try {
            return ToJson.translate(message, XmlReader.CONTRACTS.read(xml.getBytes(UTF_8)))
                    .misfits();
        } catch (XmlException e) {
            return List.of(new Misfit("", Kind.TYPE, e.reason()));
        }
    }

    /** Does something to a document that stays well-formed. */
    private static String spoil(String xml, Random random) {
        List<int[]> tags = new ArrayList<>();
        for (int at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at + 1)) {
            tags.add(new int[] {at, xml.indexOf('>', at) + 1});
        }
        for (int i = 0; i < 20; i++) {
            int[] tag = tags.get(random.nextInt(tags.size()));
            String text = xml.substring(tag[0], tag[1]);
            if (text.startsWith("</")) {
                continue;
            }
            int end = text.endsWith("/>") ? tag[1] : end(xml, tag);
            String whole = xml.substring(tag[0], end);
            boolean isRoot = tag[0] == 0;
            switch (isRoot ? 3 + random.nextInt(4) : random.nextInt(8)) {
                case 0 -> {
                    return xml.substring(0, tag[0]) + xml.substring(end);
                }
                case 1 -> {
                    return xml.substring(0, end) + whole + xml.substring(end);
                }
                case 2 -> {
                    return xml.substring(0, tag[0]) + "<autre/>" + xml.substring(tag[0]);
                }
                case 3 -> {
                    int quote = text.indexOf("=\"");
                    if (quote > 0 && !text.substring(0, quote).contains("xmlns")) {
                        int value = tag[0] + quote + 2;
                        return xml.substring(0, value) + garbage(random) + xml.substring(xml.indexOf('"', value));
                    }
                }
                case 4 -> {
                    if (!text.endsWith("/>") && whole.indexOf('<', 1) == whole.lastIndexOf('<')) {
                        return xml.substring(0, tag[1]) + garbage(random) + xml.substring(xml.indexOf('<', tag[1]));
                    }
                }
                case 5 -> {
                    int close = tag[1] - (text.endsWith("/>") ? 2 : 1);
                    return xml.substring(0, close) + " autre=\"1\"" + xml.substring(close);
                }
                case 6 -> {
                    String without = text.replaceFirst(" (?!xmlns)[a-zA-Z0-9:_-]+=\"[^\"]*\"", "");
                    if (!without.equals(text)) {
                        return xml.substring(0, tag[0]) + without + xml.substring(tag[1]);
                    }
                }
                default -> {
                    int from = tag[0];
                    int next = end < xml.length() && xml.charAt(end) == '<' && xml.charAt(end + 1) != '/' ? end : -1;
                    if (next > 0) {
                        int[] sibling = {next, xml.indexOf('>', next) + 1};
                        int last = xml.charAt(sibling[1] - 2) == '/' ? sibling[1] : end(xml, sibling);
                        return xml.substring(0, from) + xml.substring(next, last) + whole + xml.substring(last);
                    }
                }
            }
        }
        return xml;
    }

    private static int end(String xml, int[] tag) {
        int depth = 1;
        int at = tag[1];
        while (depth > 0) {
            int open = xml.indexOf('<', at);
            int close = xml.indexOf('>', open);
            if (xml.charAt(open + 1) == '/') {
                depth--;
            } else if (xml.charAt(close - 1) != '/') {
                depth++;
            }
            at = close + 1;
        }
        return at;
    }

    private static String garbage(Random random) {
        List<String> garbage = List.of(
                "",
                " ",
                "x",
                "0",
                "-1",
                "007",
                "+5",
                "1.",
                ".5",
                "1e3",
                "999999999999999999999",
                "2026-02-30",
                "2024-02-29",
                "2026-11-23T25:00:00Z",
                "2026-11-23",
                "2026-11-23Z",
                "true",
                "1",
                "TRUE",
                "T1",
                " T1 ",
                "GI123456",
                "12345678901234",
                "1.005",
                "100.00",
                "-0",
                "AAAA",
                "AAA=",
                "AB==",
                "é",
                "a  b",
                "P1Y",
                "12:00:00",
                "00000",
                "NaN",
                "INF",
                "--02-30",
                "fr-FR",
                "M01",
                "D0123456789",
                "2000-13",
                "a b c d",
                "http://[x",
                "%zz",
                "0A",
                "0a1");
        return garbage.get(random.nextInt(garbage.size()));
    }

    @org.junit.jupiter.api.Test
    void theFaultsOfADocumentAreToldAtOnce() {
        Foreign.Sample sample = Foreign.all()
                .filter(each -> each.wsdl().endsWith("CreerDemandeCoup.wsdl"))
                .findFirst()
                .orElseThrow();
        Element message = Contract.read(sample.files(), sample.wsdl())
                .operations()
                .getFirst()
                .input();
        JsonNode json = Json.read("""
            {"@idContrat":"c","@urgence":"oui","idDemande":"a b","pce":"123","dateSouhaitee":"2026-02-29","motif":"XXX",
             "montantDu":-1.005,"avis":[{"@rang":12,"envoye":"hier","moyen":"COURRIER"}],"vitesse":1}\
            """.getBytes(UTF_8));
        assertEquals(
                List.of(
                        "/@urgence TYPE",
                        "/avis OCCURS",
                        "/avis/0/@rang RANGE",
                        "/avis/0/envoye TYPE",
                        "/dateSouhaitee TYPE",
                        "/idDemande PATTERN",
                        "/montantDu DIGITS",
                        "/montantDu RANGE",
                        "/motif ENUMERATION",
                        "/pce PATTERN",
                        "/vitesse UNKNOWN"),
                ToXml.translate(message, json).misfits().stream()
                        .map(each -> each.path() + " " + each.kind())
                        .sorted()
                        .toList());
    }
}
