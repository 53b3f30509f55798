package omega.ws.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
