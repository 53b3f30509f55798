package omega.ws.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an answer could try is refused; what it may say is read. */
class XmlReaderTest {
    private static final XmlReader READER = new XmlReader(100_000, 50, 1_000);

    static Stream<String> hostile() {
        String bomb = "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>";
        return Stream.of(
                bomb,
                "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
                "<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://localhost/x\">%x;]><a/>",
                "<a>&x;</a>",
                "<a>b &x;</a>",
                "<a>" + "b".repeat(30_000) + "&x;</a>",
                "<a>b \u0001</a>",
                "<a>b <![CDATA[\u0001]]></a>",
                "<a>" + "<b>".repeat(60) + "</b>".repeat(60) + "</a>",
                "<a>" + "<b/>".repeat(1_001) + "</a>",
                "<a>" + "x".repeat(100_001) + "</a>",
                "<a><b></a></b>",
                "<a/><b/>",
                "",
                "{}",
                "<a",
                "<a b='1' b='2'/>",
                "<x:a/>");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isRefused(String document) {
        assertThrows(XmlException.class, () -> READER.read(document.getBytes(UTF_8)));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws XmlException {
        XmlText text = new XmlText();
        var name = new javax.xml.namespace.QName("urn:a&b", "é");
        text.start(name);
        text.attribute(new javax.xml.namespace.QName("x"), "a\"<&>\t\n\r b");
        text.text("]]> \r\n <&> 𝄞");
        text.end(name);
        XmlNode node = READER.read(text.toString().getBytes(UTF_8));
        assertEquals(name, node.name());
        assertEquals("a\"<&>\t\n\r b", node.attribute("x"));
        assertEquals("]]> \r\n <&> 𝄞", node.text());
        assertTrue(text.toString().startsWith("<n1:é "));
    }
}
