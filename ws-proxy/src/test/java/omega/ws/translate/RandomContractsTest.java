package omega.ws.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import omega.ws.Foreign;
import omega.ws.contract.Contract;
import omega.ws.contract.ContractFault;
import omega.ws.contract.Element;
import omega.ws.contract.Oracle;
import omega.ws.xml.XmlReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Contracts drawn by lot are carried or refused with their place, never guessed: the JDK's validator has the last word. */
class RandomContractsTest {
    private static final int CONTRACTS = Boolean.getBoolean("tests.full") ? 1_000 : 40;
    private static final int DOCUMENTS = 10;
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s[\\w:]+=\"([^\"]*)\"");
    private static final int SPOILT = Boolean.getBoolean("tests.full") ? 200 : 2;

    @Test
    void whatIsCarriedIsWhatTheJdkAccepts() throws Exception {
        int carried = 0;
        int refused = 0;
        for (int seed = 0; seed < CONTRACTS; seed++) {
            NavigableMap<String, byte[]> files = RandomContract.files(seed);
            Contract contract = Contract.read(files, RandomContract.WSDL);
            String text = "seed " + seed + "\n" + new String(files.get(RandomContract.WSDL), UTF_8);
            for (ContractFault fault : contract.refused()) {
                assertEquals(RandomContract.WSDL, fault.file(), text);
                assertTrue(fault.line() > 0 && fault.line() < 100, () -> fault + "\n" + text);
            }
            if (contract.operations().isEmpty()) {
                assertFalse(contract.refused().isEmpty(), text);
                continue;
            }
            carried++;
            Oracle oracle = Oracle.of(files, RandomContract.WSDL);
            boolean cutOtherwise =
                    contract.limits().stream().anyMatch(each -> each.reason().contains("rounds"));
            List<Element> messages = Foreign.messages(contract);
            for (int document = 0; document < DOCUMENTS; document++) {
                refused += tried(messages.get(document % messages.size()), oracle, cutOtherwise, document, text);
            }
        }
        assertTrue(carried > CONTRACTS / 5, "only " + carried + " were carried");
        System.out.println(
                carried + " of " + CONTRACTS + " contracts carried; the JDK refused " + refused + " documents");
    }

    /** Whatever is done to a file of theirs, contracts are read or refused with a place that is there. */
    @Test
    void spoiltContractsAreRefusedWithAPlace() {
        int refused = 0;
        for (Foreign.Sample sample : Foreign.all().toList()) {
            List<String> files = List.copyOf(sample.files().keySet());
            for (int seed = 0; seed < SPOILT; seed++) {
                Random random = new Random(seed);
                NavigableMap<String, byte[]> spoilt = new TreeMap<>(sample.files());
                String file = random.nextInt(3) > 0 ? sample.wsdl() : files.get(random.nextInt(files.size()));
                String text = new String(sample.files().get(file), UTF_8);
                for (int i = 0; i <= random.nextInt(3); i++) {
                    text = confused(text, random);
                }
                spoilt.put(file, text.getBytes(UTF_8));
                Contract contract = Contract.read(spoilt, sample.wsdl());
                String told = file + " seed " + seed + ": " + contract.refused() + "\n" + text;
                for (ContractFault fault : contract.refused()) {
                    assertTrue(spoilt.containsKey(fault.file()) && fault.line() > 0, told);
                }
                assertFalse(
                        contract.operations().isEmpty() && contract.refused().isEmpty(), told);
                refused += contract.refused().isEmpty() ? 0 : 1;
            }
        }
        assertTrue(refused > SPOILT, "only " + refused);
        System.out.println("spoilt contracts refused: " + refused);
    }

    /** One attribute gone or with the value of another, or the end cut off. */
    private static String confused(String text, Random random) {
        List<MatchResult> all = ATTRIBUTE.matcher(text).results().toList();
        if (all.isEmpty()) {
            return text;
        }
        MatchResult one = all.get(random.nextInt(all.size()));
        MatchResult other = all.get(random.nextInt(all.size()));
        return switch (random.nextInt(12)) {
            case 0 -> text.substring(0, one.end());
            case 1, 2, 3 -> text.substring(0, one.start()) + text.substring(one.end());
            default -> text.substring(0, one.start(1)) + other.group(1) + text.substring(one.end(1));
        };
    }

    private static int tried(Element message, Oracle oracle, boolean cutOtherwise, int seed, String text)
            throws Exception {
        JsonNode json;
        try {
            json = Json.read(Json.write(new Samples(seed).of(message)).getBytes(UTF_8));
        } catch (IllegalStateException _) {
            return 0; // a type with hardly a value, or one that holds itself without end
        }
        Supplier<@Nullable String> why = () -> text + "\n" + json;
        ToXml.Result there = ToXml.translate(message, json);
        assertEquals(List.of(), there.misfits(), why);
        assertEquals(Optional.empty(), oracle.refusal(there.xml()), () -> why.get() + "\n" + there.xml());
        ToJson.Result back =
                ToJson.translate(message, XmlReader.CONTRACTS.read(there.xml().getBytes(UTF_8)));
        assertEquals(List.of(), back.misfits(), () -> why.get() + "\n" + there.xml());
        if (!cutOtherwise) {
            assertEquals(Json.write(json), Json.write(back.json()), why);
        }
        assertEquals(there.xml(), ToXml.translate(message, back.json()).xml(), why);
        String spoilt = Spoilt.of(there.xml(), new Random(seed));
        Optional<String> theirs = oracle.refusal(spoilt);
        if (theirs.isPresent()) {
            assertFalse(Spoilt.misfits(message, spoilt).isEmpty(), () -> theirs.get() + "\n" + text + "\n" + spoilt);
        }
        return theirs.isPresent() ? 1 : 0;
    }
}
