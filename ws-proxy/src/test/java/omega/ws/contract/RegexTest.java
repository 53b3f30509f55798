package omega.ws.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions of XML Schema mean the same to Java and to a JSON schema. */
class RegexTest {
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
            })
    void fits(String regex, String text, boolean expected) {
        Regex read = Regex.of(regex);
        assertEquals(expected, read.fits(text));
        assertEquals(
                expected,
                Pattern.compile(Objects.requireNonNull(read.ecma()))
                        .matcher(text)
                        .find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a)", "(a", "[a", "a{", "*a", "[]", "\\q", "\\p{Foo}", "a\\"})
    void aBrokenOneIsTold(String regex) {
        assertThrows(IllegalArgumentException.class, () -> Regex.of(regex));
    }

    @org.junit.jupiter.api.Test
    void aTextThatNeedsTooDeepASearchDoesNotFit() {
        assertEquals(false, Regex.of("(a|b|cd)*e").fits("ab".repeat(200_000)));
    }
}
