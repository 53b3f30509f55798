package omega.ws.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import omega.ws.Foreign;
import omega.ws.contract.ComplexType;
import omega.ws.contract.Contract;
import omega.ws.contract.Element;
import omega.ws.contract.Kind;
import omega.ws.contract.Oracle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Broken documents are refused, with the place of what is broken; whatever the JDK refuses, we refuse. */
class RefusalTest {
    private static final int DOCUMENTS = Boolean.getBoolean("tests.full") ? 2_000 : 15;
    private static final Set<Kind> OF_VALUES = EnumSet.of(
            Kind.TYPE,
            Kind.PATTERN,
            Kind.ENUMERATION,
            Kind.LENGTH,
            Kind.DIGITS,
            Kind.RANGE,
            Kind.FIXED,
            Kind.CHARACTERS);
    private static final Map<Kind, Integer> TRIED = new EnumMap<>(Kind.class);
    private static final Set<String> WAYS = new TreeSet<>();
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
                String told = sample + ": " + mutation.what() + " at " + mutation.paths() + " should be "
                        + mutation.kind() + ", but: " + misfits + "\n" + broken;
                assertTrue(
                        misfits.stream()
                                .anyMatch(each ->
                                        mutation.paths().contains(each.path()) && each.kind() == mutation.kind()),
                        told);
                assertEquals(
                        List.of(),
                        misfits.stream()
                                .filter(each -> isSpurious(each, mutation))
                                .toList(),
                        told);
                tried.merge(mutation.kind(), 1, Integer::sum);
                WAYS.add(mutation.what());
            }
        }
        assertTrue(tried.size() > 4, () -> "too few kinds were tried: " + tried);
        tried.forEach((kind, times) -> TRIED.merge(kind, times, Integer::sum));
    }

    /**
     * A value that is judged may break several constraints, what is doubled or missing may spoil references, and what is chosen too is judged too; nothing
     * else may be told beside what was broken.
     */
    private static boolean isSpurious(Misfit misfit, Mutations.Mutation mutation) {
        if (misfit.kind() == Kind.IDENTITY) {
            return false;
        }
        boolean inside = mutation.paths().stream()
                .anyMatch(path -> misfit.path().equals(path)
                        || (mutation.kind() == Kind.CHOICE
                                && (misfit.path() + "/").startsWith(path.substring(0, path.lastIndexOf('/') + 1))));
        boolean alike = OF_VALUES.contains(mutation.kind())
                ? OF_VALUES.contains(misfit.kind())
                : mutation.kind() == misfit.kind() || mutation.kind() == Kind.CHOICE;
        return !inside || !alike;
    }

    /** That a kind, or a way to break one, is not tried would go unseen else; depth has a test of its own. */
    @AfterAll
    static void everyKindAndWayWasTried() {
        assertEquals(EnumSet.complementOf(EnumSet.of(Kind.DEPTH)), EnumSet.copyOf(TRIED.keySet()));
        assertEquals(
                "a control character, a number for a text, a text for a boolean, a text for a number, an ID twice, an array for a text,"
                        + " an array for a value, an empty array, an empty round, another type, blanks that are lost, no attribute,"
                        + " no choice, no element, no fit, no member, no such value, no text, no type, no whole number,"
                        + " none of its values, not the fixed, null, one without its array, out of range, refers to nothing, too exact, too few,"
                        + " too long, too many, too many digits, too many digits in all, too many items, too short, two choices, two lines,"
                        + " two words, unknown key, wrong type",
                String.join(", ", WAYS));
    }

    @Test
    void whatIsTooDeepIsToldWithItsPlace() {
        Foreign.Sample sample = named("chameleon.wsdl");
        Element message =
                Foreign.messages(Contract.read(sample.files(), sample.wsdl())).getFirst();
        assertEquals(
                List.of(),
                ToXml.translate(message, Json.read(nested(90, message)[0].getBytes(UTF_8)))
                        .misfits());
        String[] deep = nested(100, message);
        List<Misfit> misfits =
                ToXml.translate(message, Json.read(deep[0].getBytes(UTF_8))).misfits();
        assertTrue(
                misfits.stream()
                        .anyMatch(each -> each.path().equals("/suite".repeat(100) + "/x") && each.kind() == Kind.DEPTH),
                misfits.toString());
        assertTrue(
                misfits.stream()
                        .allMatch(
                                each -> each.kind() == Kind.DEPTH && each.path().split("/", -1).length > 101),
                misfits.toString());
        assertEquals(new HashSet<>(misfits), new HashSet<>(Spoilt.misfits(message, deep[1])));
    }

    /** So many objects in each other, in JSON and in XML. */
    private static String[] nested(int levels, Element message) {
        String name = "n:" + message.name().getLocalPart();
        String y = "<n:y><n:z>a</n:z></n:y>";
        return new String[] {
            "{\"x\":1,\"suite\":".repeat(levels) + "{\"x\":1,\"y\":{\"z\":[\"a\"]}}"
                    + ",\"y\":{\"z\":[\"a\"]}}".repeat(levels),
            "<" + name + " xmlns:n='" + message.name().getNamespaceURI() + "'>"
                    + "<n:x>1</n:x><n:suite>".repeat(levels) + "<n:x>1</n:x>" + y + ("</n:suite>" + y).repeat(levels)
                    + "</" + name + ">"
        };
    }

    private static Foreign.Sample named(String file) {
        return Foreign.all()
                .filter(each -> each.wsdl().endsWith(file))
                .findFirst()
                .orElseThrow();
    }

    /** Faults beyond those that are told are counted, and never make a value pass. */
    @Test
    void moreFaultsThanAreToldAreCounted() {
        Foreign.Sample sample = named("GSoap.wsdl");
        Element message = Foreign.messages(Contract.read(sample.files(), sample.wsdl())).stream()
                .filter(each -> each.type() instanceof ComplexType)
                .findFirst()
                .orElseThrow();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 10_100; i++) {
            json.put("inconnu" + i, i);
        }
        List<Misfit> misfits = ToXml.translate(message, json).misfits();
        assertEquals(10_001, misfits.size());
        assertTrue(
                misfits.getLast().reason().matches("has 1[0-9]{2} faults more.*"),
                misfits.getLast().reason());
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void whatTheJdkRefusesIsRefused(Foreign.Sample sample) {
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
            String spoilt = Spoilt.of(sound, new Random(seed));
            if (!UTF_8.newEncoder().canEncode(spoilt)) {
                continue; // half a character, which no document's bytes can hold
            }
            Optional<String> theirs = oracle.refusal(spoilt);
            List<Misfit> ours = Spoilt.misfits(message, spoilt);
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

    /** What blanks do is each member's own affair: a number has none, a text keeps them. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"reste, true", "\" reste\", false", "\" 5 \", true", "6, false"})
    void aUnionLeavesBlanksToItsMembers(String value, boolean fits) {
        Foreign.Sample sample = Foreign.all()
                .filter(each -> each.wsdl().endsWith("Valeurs.wsdl"))
                .findFirst()
                .orElseThrow();
        Element message = Foreign.messages(Contract.read(sample.files(), sample.wsdl())).stream()
                .filter(each -> each.name().getLocalPart().equals("v"))
                .findFirst()
                .orElseThrow();
        String xml = """
            <n1:v xmlns:n1="urn:valeurs"><p>ǎ</p><ws>abcde</ws><wc>abcde</wc><annee>2005</annee><mois>2025-03</mois><hexa>0A1f00</hexa>\
            <uri>urn:x:jkix</uri><f>805347.9</f><d>1000</d><cents>17</cents><quand>2020-10-19T13:25:00-05:30</quand><heure>12:45:59</heure>\
            <jour>--05-23</jour><us>%s</us><fixe>a b</fixe><defaut>-2147155461</defaut><bool>true</bool><gros>v3</gros></n1:v>""".formatted(value);
        assertEquals(fits, Spoilt.misfits(message, xml).isEmpty(), () -> Spoilt.misfits(message, xml) + " of " + xml);
        assertEquals(fits, Oracle.of(sample.files(), sample.wsdl()).refusal(xml).isEmpty());
    }

    @Test
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
