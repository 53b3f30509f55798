package omega.ws.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Expressions of XML Schema mean the same to Java and to a JSON schema. */
class RegexTest {
    private static final boolean FULL = Boolean.getBoolean("tests.full");

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "[0-9]{5} 75009 true",
                "[0-9]{5} 750091 false",
                "a|bc abc false",
                "a|bc bc true",
                "^a$ ^a$ true",
                "^a$ a false",
                "a.c abc true",
                "[a-z-[aeiou]]+ xyz true",
                "[a-z-[aeiou]]+ xaz false",
                "[^0-9-[x]] y true",
                "[^0-9-[x]] x false",
                "\\d+ 12 true",
                "\\i\\c* a-b:c true",
                "\\i\\c* -ab false",
                "[\\i-[:]][\\c-[:]]* a:b false",
                "\\p{Lu}+ ÉA true",
                "\\p{Lu}+ éA false",
                "[+\\-]?1 -1 true",
                "a{2,} aaa true",
                "a{2} aaa false",
                "[&&]+ && true",
                "[.] x false",
                "\\.\\* .* true",
                "(ab)+ abab true",
                "\\w+ a$b true",
                "\\w+ a.b false",
                "[\\-x] - true",
                "[a\\]b] ] true",
                "(0|\\+33)[1-9][0-9]{8} +33612345678 true",
                "\\S \u00A0 true",
                "[\\S] \u00A0 true",
                "[^\\S] \u00A0 false",
                "[a\\S-[b]] \u00A0 true",
                "\\i\\c+ Δέλτα true",
                "[^\\c] é false",
                "\\C+ é! false",
                "\\I é false",
                "[\\I-[!]] ! false",
                "\\d+ ٣4 true",
                "\\D ٣ false",
                "\\w 𝄞 true",
                "\\p{IsGreek}+ Δέ true",
                "\\P{IsGreek} Δ false",
            })
    void fits(String regex, String text, boolean expected) {
        Regex read = Regex.of(regex);
        assertEquals(expected, read.fits(text));
        assertEquals(expected, Pattern.compile(read.ecma()).matcher(text).find());
    }

    /** Of each character alone; so what a set or its complement holds is neither more nor less. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\i",
                "\\I",
                "\\c",
                "\\C",
                "\\d",
                "\\D",
                "\\s",
                "\\S",
                "\\w",
                "\\W",
                ".",
                "[^\\c]",
                "[^\\i\\d]",
                "[\\w-[\\d]]",
                "[^\\W_]",
                "\\p{L}",
                "\\P{L}",
                "[^\\p{L}]",
                "[^\\P{Lu}a]",
                "\\p{Cn}",
                "\\P{Cn}",
                "\\p{C}",
                "\\P{Nd}",
                "\\p{IsGreek}",
                "[^\\p{IsBasicLatin}]"
            })
    void classesHoldWhatTheJdkSays(String regex) throws Exception {
        Regex ours = Regex.of(regex);
        Pattern ecma = Pattern.compile(ours.ecma());
        List<String> all = IntStream.concat(
                        IntStream.range(0x20, 0xFFFE).filter(c -> c < 0xD800 || c > 0xDFFF),
                        IntStream.of('\t', 0x1D11E, 0x1D7CE, 0x20000, 0xF0000, 0x10FFFD))
                .filter(c -> FULL || c < 0x600 || c % 16 < 2 || c > 0xFF00)
                .mapToObj(Character::toString)
                .toList();
        Set<Integer> refused = refusedByTheJdk(
                "<xs:restriction base='xs:string'><xs:pattern value='" + regex + "'/></xs:restriction>", all);
        for (int i = 0; i < all.size(); i++) {
            String told = regex + " of U+" + Integer.toHexString(all.get(i).codePointAt(0));
            assertEquals(!refused.contains(i), ours.fits(all.get(i)), told);
            if (all.get(i).length() == 1) {
                assertEquals(!refused.contains(i), ecma.matcher(all.get(i)).find(), told);
            }
        }
    }

    /** Which of these values, each on a line of its own; {@code type} is the inside of a simpleType. */
    private static Set<Integer> refusedByTheJdk(String type, List<String> values) throws Exception {
        String schema = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='r'><xs:complexType>"
                + "<xs:sequence><xs:element name='e' maxOccurs='unbounded'><xs:simpleType>" + type
                + "</xs:simpleType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema>";
        StringBuilder document = new StringBuilder("<r>\n");
        for (String each : values) {
            document.append("<e>");
            each.codePoints().forEach(c -> document.append("&#").append(c).append(';'));
            document.append("</e>\n");
        }
        Set<Integer> refused = new HashSet<>();
        Validator validator = SchemaFactory.newDefaultInstance()
                .newSchema(new StreamSource(new StringReader(schema)))
                .newValidator();
        validator.setErrorHandler(new DefaultHandler() {
            @Override
            public void error(SAXParseException e) {
                refused.add(e.getLineNumber() - 2);
            }
        });
        validator.validate(new StreamSource(new StringReader(document + "</r>")));
        return refused;
    }

    /** What the JDK refuses we refuse, and little else. */
    @ParameterizedTest
    @CsvSource({
        "NCName, é名_:-·٣0ｦʻǄ ",
        "NMTOKEN, é名_:-·٣0ｦʻǄ ",
        "Name, é名_:-·٣0ｦʻǄ ",
        "dateTime, 0123456789-:.TZ+",
        "date, 0123456789-:Z+",
        "time, 024:.Z+-",
        "gYear, 0123456789-Z+:",
        "gYearMonth, 0123456789-Z+:",
        "duration, PTYMDHS0129-.",
        "anyURI, 'ab:/?#[]@%41 .-+é\"{|}^~\\'",
        "language, aZ1-",
        "float, 0123.eE+-INFa",
        "hexBinary, 0aFg"
    })
    void formsAreWhatTheJdkTakes(String type, String characters) throws Exception {
        Regex lexical = Objects.requireNonNull(Arrays.stream(Builtin.values())
                .filter(each -> each.xsd().equals(type))
                .findFirst()
                .orElseThrow()
                .lexical());
        List<String> seeds = switch (type) {
            case "dateTime" ->
                List.of(
                        "2026-11-23T24:00:00Z",
                        "12024-02-29T10:00:00",
                        "-0004-02-29T00:00:00+14:00",
                        "1900-02-28T23:59:59.9");
            case "date" -> List.of("2026-11-23Z", "12024-02-29", "-0004-02-29", "10000-02-29-05:00", "0001-01-01");
            case "time" -> List.of("24:00:00", "24:00:00.000Z", "23:59:59.123-14:00");
            case "gYear" -> List.of("2026", "-12026Z", "0001");
            case "gYearMonth" -> List.of("2026-12", "-12026-01Z");
            case "duration" -> List.of("P1999999999Y", "-P1Y2M3DT4H5M6.7S", "PT000000000001M");
            case "anyURI" -> List.of("http://a.b/c?d#e", "//[::1]:80/x", "a:b", "../a%41", "?a#b", "");
            case "language" -> List.of("fr-FR");
            case "float" -> List.of("1.5e10", "-INF", "NaN", ".5");
            case "hexBinary" -> List.of("0aFf");
            default -> List.of("é", "a名", "·");
        };
        int[] alphabet = characters.codePoints().toArray();
        Random random = new Random(1);
        List<String> all = new ArrayList<>(seeds);
        for (int i = 0; i < (FULL ? 100_000 : 5_000); i++) {
            StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length() + 1);
                String other = Character.toString(alphabet[random.nextInt(alphabet.length)]);
                text.replace(at, Math.min(text.length(), at + random.nextInt(2)), random.nextInt(4) == 0 ? "" : other);
            }
            all.add(WhiteSpace.COLLAPSE.apply(text.toString()));
        }
        Set<Integer> refused = refusedByTheJdk("<xs:restriction base='xs:" + type + "'/>", all);
        int stricter = 0;
        for (int i = 0; i < all.size(); i++) {
            boolean ours = lexical.fits(all.get(i));
            assertFalse(refused.contains(i) && ours, all.get(i));
            stricter += !refused.contains(i) && !ours ? 1 : 0;
        }
        for (int i = 0; i < seeds.size(); i++) {
            assertTrue(lexical.fits(seeds.get(i)) || refused.contains(i), seeds.get(i));
        }
        assertTrue(stricter < all.size() / 20, stricter + " are refused by us only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a)", "(a", "[a", "a{", "*a", "[]", "\\q", "\\p{Foo}", "\\p{IsFoo}", "a\\"})
    void aBrokenOneIsTold(String regex) {
        assertThrows(IllegalArgumentException.class, () -> Regex.of(regex));
    }

    @org.junit.jupiter.api.Test
    void aTextThatNeedsTooDeepASearchDoesNotFit() {
        assertEquals(false, Regex.of("(a|b|cd)*e").fits("ab".repeat(200_000)));
    }
}
