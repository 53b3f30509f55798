package omega.ws.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import omega.ws.contract.Contract;
import omega.ws.contract.Element;
import omega.ws.contract.Kind;
import omega.ws.contract.Oracle;
import omega.ws.xml.XmlException;
import omega.ws.xml.XmlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents by hand of which we and the JDK's validator think the same; what is accepted goes to JSON and back and means the same. */
class SecondOpinionTest {
    private static final String TYPES = """
        <xs:simpleType name='Pce'><xs:restriction base='xs:string'><xs:pattern value='[0-9]{3}'/></xs:restriction></xs:simpleType>
        <xs:simpleType name='Court'><xs:restriction base='t:Mot'><xs:maxLength value='2'/></xs:restriction></xs:simpleType>
        <xs:simpleType name='Mot'><xs:restriction base='xs:token'/></xs:simpleType>
        <xs:simpleType name='U'><xs:union memberTypes='xs:int xs:string'/></xs:simpleType>
        <xs:simpleType name='Ux'><xs:restriction base='t:U'><xs:enumeration value='5'/><xs:enumeration value=' a'/></xs:restriction></xs:simpleType>
        <xs:simpleType name='Idu'><xs:union memberTypes='xs:int xs:ID'/></xs:simpleType>
        <xs:simpleType name='Refs'><xs:union memberTypes='xs:int xs:IDREFS'/></xs:simpleType>
        <xs:simpleType name='Hors'><xs:restriction base='xs:string'><xs:pattern value='[^\\c]'/></xs:restriction></xs:simpleType>
        <xs:simpleType name='Deux'><xs:restriction base='xs:string'><xs:maxLength value='2'/></xs:restriction></xs:simpleType>
        <xs:simpleType name='Entiers'><xs:list itemType='xs:int'/></xs:simpleType>
        <xs:simpleType name='Paires'><xs:restriction base='t:Entiers'><xs:enumeration value='1 2'/></xs:restriction></xs:simpleType>
        <xs:complexType name='Vide'/>
        <xs:complexType name='Suite'><xs:sequence><xs:element name='x' type='xs:int' minOccurs='0'/></xs:sequence></xs:complexType>
        <xs:complexType name='Ids'><xs:sequence><xs:element name='i' type='t:Idu' maxOccurs='9'/>\
        <xs:element name='r' type='t:Refs' minOccurs='0' maxOccurs='9'/></xs:sequence></xs:complexType>
        """;

    private static NavigableMap<String, byte[]> files(String declaration) {
        return new TreeMap<>(
                Map.of("une.wsdl", """
            <definitions xmlns='http://schemas.xmlsoap.org/wsdl/' xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/' xmlns:xs='http://www.w3.org/2001/XMLSchema' \
            xmlns:t='urn:t' targetNamespace='urn:t'><types><xs:schema targetNamespace='urn:t'>%s<xs:element name='e' %s/></xs:schema></types>
            <message name='m'><part name='p' element='t:e'/></message>
            <portType name='P'><operation name='op'><input message='t:m'/><output message='t:m'/></operation></portType>
            <binding name='B' type='t:P'><s:binding transport='http://schemas.xmlsoap.org/soap/http'/><operation name='op'><s:operation soapAction=''/>\
            <input><s:body use='literal'/></input><output><s:body use='literal'/></output></operation></binding>
            <service name='S'><port name='P' binding='t:B'><s:address location='http://x'/></port></service></definitions>
            """.formatted(TYPES, declaration).getBytes(UTF_8)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                // a type of the same name in another namespace is another type
                "type='t:Pce'    | <t:e xsi:type='t:Pce'>123</t:e>                       | true",
                "type='t:Pce'    | <t:e xmlns:y='urn:nowhere' xsi:type='y:Pce'>123</t:e> | false",
                "type='xs:string'| <t:e xsi:type='t:string'>a</t:e>                      | false",
                // a narrower simple type may stand, and is then what the value must be
                "type='xs:string'| <t:e xsi:type='xs:token'> a  b </t:e>                 | true",
                "type='xs:string'| <t:e xsi:type='t:Court'>ab</t:e>                      | true",
                "type='xs:string'| <t:e xsi:type='t:Court'>abc</t:e>                     | false",
                "type='xs:string' block='restriction' | <t:e xsi:type='xs:token'>a</t:e> | false",
                "type='xs:token' | <t:e xsi:type='xs:string'>a</t:e>                     | false",
                "type='xs:decimal'| <t:e xsi:type='xs:byte'>127</t:e>                    | true",
                "type='xs:decimal'| <t:e xsi:type='xs:byte'>128</t:e>                    | false",
                "type='t:U'      | <t:e xsi:type='xs:string'> cinq </t:e>                | true",
                "type='t:U'      | <t:e xsi:type='xs:short'> 5 </t:e>                    | true",
                "type='t:U'      | <t:e xsi:type='xs:date'>2026-11-23</t:e>              | false",
                "type='t:U' fixed='5' | <t:e xsi:type='xs:int'>5</t:e>                   | true",
                "type='t:U' fixed='5' | <t:e xsi:type='xs:string'>5</t:e>                | false",
                "type='t:Paires' | <t:e>1 02</t:e>                                       | true",
                "type='t:Paires' | <t:e>AAA= 2</t:e>                                     | false",
                // nothing is nothing, without blanks too; between elements blanks are XML's only
                "type='t:Vide'   | <t:e/>                                                | true",
                "type='t:Vide'   | <t:e> </t:e>                                          | false",
                "type='t:Vide'   | <t:e><!-- rien --></t:e>                              | true",
                "type='t:Suite'  | <t:e> <x>1</x> </t:e>                                 | true",
                "type='t:Suite'  | <t:e>&#x2003;<x>1</x></t:e>                           | false",
                "type='t:Suite' nillable='true' | <t:e xsi:nil=' 1 '/>                   | true",
                "type='t:Suite' nillable='true' | <t:e xsi:nil='&#x2003;1'/>             | false",
                // names are of all letters that the JDK knows
                "type='t:Hors'   | <t:e>é</t:e>                                          | false",
                "type='t:Hors'   | <t:e>名</t:e>                                         | false",
                "type='t:Hors'   | <t:e>!</t:e>                                          | true",
                "type='xs:NCName'| <t:e>名前</t:e>                                       | true",
                "type='xs:NMTOKEN'| <t:e>٣-Δέλτα</t:e>                                   | true",
                "type='xs:NCName'| <t:e>٣</t:e>                                          | false",
                // IDs are known in unions too, and in lists of unions
                "type='t:Ids'    | <t:e><i>a</i><i>5</i><i>5</i></t:e>                   | true",
                "type='t:Ids'    | <t:e><i>a</i><i> a </i></t:e>                         | false",
                "type='t:Ids'    | <t:e><i>a</i><i>b</i><r>a b a</r></t:e>               | true",
                "type='t:Ids'    | <t:e><i>a</i><r>a b</r></t:e>                         | false",
                // dates that java.time has no thought of
                "type='xs:dateTime'| <t:e>2026-11-23T24:00:00Z</t:e>                     | true",
                "type='xs:dateTime'| <t:e>2026-11-23T24:00:01Z</t:e>                     | false",
                "type='xs:dateTime'| <t:e>-0044-03-15T12:00:00</t:e>                     | true",
                "type='xs:date'  | <t:e>12026-02-29</t:e>                                | false",
                "type='xs:date'  | <t:e>12024-02-29+14:00</t:e>                          | true",
                "type='xs:date'  | <t:e>0000-01-01</t:e>                                 | false",
                "type='xs:gYear' | <t:e>-12026</t:e>                                     | true",
                "type='xs:time'  | <t:e>24:00:00.0</t:e>                                 | true",
                "type='xs:duration'| <t:e>P1234567890Y</t:e>                             | true",
                "type='xs:duration'| <t:e>P2147483648Y</t:e>                             | false",
                // a union keeps what its member keeps
                "type='t:U'      | <t:e> a</t:e>                                         | true",
                "type='t:U'      | <t:e> 5 </t:e>                                        | true",
                "type='t:U'      | <t:e>a  b&#9;</t:e>                                   | true",
                "type='t:Ux'     | <t:e>+05 </t:e>                                       | true",
                "type='t:Ux'     | <t:e> a</t:e>                                         | true",
                "type='t:Ux'     | <t:e>a</t:e>                                          | false",
                // Java counts characters beyond U+FFFF twice
                "type='t:Deux'   | <t:e>𝄞</t:e>                                          | true",
                "type='t:Deux'   | <t:e>𝄞𝄞</t:e>                                         | false",
                "type='xs:anyURI'| <t:e>http://[::1]:80/x?y#z</t:e>                      | true",
                "type='xs:anyURI'| <t:e>http://[x</t:e>                                  | false",
                "type='xs:anyURI'| <t:e>à côté/%41</t:e>                                 | true",
                "type='xs:anyURI'| <t:e>%zz</t:e>                                        | false",
            })
    void weAndTheJdkThinkTheSame(String declaration, String document, boolean accepted) throws XmlException {
        String xml = declared(document);
        NavigableMap<String, byte[]> files = files(declaration);
        Oracle oracle = Oracle.of(files, "une.wsdl");
        assertEquals(
                accepted,
                oracle.refusal(xml).isEmpty(),
                () -> oracle.refusal(xml).toString());
        Element message =
                Contract.read(files, "une.wsdl").operations().getFirst().input();

        ToJson.Result there = ToJson.translate(message, XmlReader.CONTRACTS.read(xml.getBytes(UTF_8)));

        assertEquals(accepted, there.misfits().isEmpty(), () -> there.misfits().toString());
        if (accepted) {
            ToXml.Result back = ToXml.translate(message, there.json());
            assertEquals(List.of(), back.misfits());
            assertEquals(List.of(), oracle.refusal(back.xml()).stream().toList());
            assertEquals(
                    there.json(),
                    ToJson.translate(
                                    message, XmlReader.CONTRACTS.read(back.xml().getBytes(UTF_8)))
                            .json());
        }
    }

    /** What a document keeps is the value, not how it is written; that it is the same one is for the JDK to say, which compares values with a fixed one. */
    @ParameterizedTest(name = "xs:{0} {1}")
    @CsvSource(
            value = {
                "int,          007,                       7",
                "int,          +7,                        7",
                "int,          -007,                      -7",
                "integer,      -0,                        0",
                "integer,      00000000000000000000123,   123",
                "unsignedLong, +018446744073709551615,    18446744073709551615",
                "decimal,      +0012.300,                 12.300",
                "decimal,      .5,                        0.5",
                "decimal,      7.,                        7",
                "double,       1.50E+2,                   150",
                "double,       -1e-3,                     -0.001",
                "float,        -INF,                      -INF",
                "boolean,      1,                         true",
                "boolean,      0,                         false",
                "base64Binary, ' AA EC ',                 AAEC",
                "hexBinary,    ' 0a0F ',                  0a0F",
                "token,        ' un  deux ',              un deux",
                "date,         ' 2026-11-30Z ',           2026-11-30Z",
                "string,       ' 007 ',                   ' 007 '",
            })
    void whatIsWrittenOtherwiseIsTheSameValue(String type, String written, String again) throws XmlException {
        Element message = Contract.read(files("type='xs:" + type + "'"), "une.wsdl")
                .operations()
                .getFirst()
                .input();
        String xml = declared("<t:e>" + written + "</t:e>");

        String back = ToXml.translate(
                        message,
                        ToJson.translate(message, XmlReader.CONTRACTS.read(xml.getBytes(UTF_8)))
                                .json())
                .xml();

        assertEquals("<n1:e xmlns:n1=\"urn:t\">" + again + "</n1:e>", back);
        Oracle same = Oracle.of(files("type='xs:" + type + "' fixed='" + written + "'"), "une.wsdl");
        assertEquals(Optional.empty(), same.refusal(back));
    }

    private static String declared(String document) {
        return document.replaceFirst(
                "<t:e",
                "<t:e xmlns:t='urn:t' xmlns:xs='http://www.w3.org/2001/XMLSchema'"
                        + " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'");
    }

    /** JSON keeps no type of a simple value: a text that would be a number without it is refused rather than changed. */
    @Test
    void whatOnlyItsTypeKeepsIsRefused() throws XmlException {
        String xml = declared("<t:e xsi:type='xs:string'> 5 </t:e>");
        Element message = Contract.read(files("type='t:U'"), "une.wsdl")
                .operations()
                .getFirst()
                .input();
        assertEquals(
                List.of(Kind.CHARACTERS),
                ToJson.translate(message, XmlReader.CONTRACTS.read(xml.getBytes(UTF_8))).misfits().stream()
                        .map(Misfit::kind)
                        .toList());
    }
}
