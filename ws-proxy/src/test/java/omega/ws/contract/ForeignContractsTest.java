package omega.ws.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import omega.ws.Foreign;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contracts of other styles are carried, and what cannot be is named with file and line. */
class ForeignContractsTest {

    @Test
    void severalServicesOverSeveralFilesAreRead() {
        Contract contract = Contract.read(Foreign.files(), "soap/several.wsdl");
        assertEquals(List.of(), contract.refused());
        assertEquals(
                List.of("First/Eleven/ping", "First/Eleven/order", "Second/P/wrap"),
                contract.operations().stream()
                        .map(each -> each.service().getLocalPart() + "/" + each.port() + "/" + each.name())
                        .toList());
        assertEquals(
                List.of("soap/orders.xsd:31: xs:any", "soap/orders.xsd:39: xs:anyAttribute"),
                contract.limits().stream()
                        .map(each -> each.file() + ":" + each.line() + ": "
                                + each.reason().replaceFirst(": .*", ""))
                        .sorted()
                        .toList());
    }

    @Test
    void rareContractsAreReadWhole() {
        Contract contract = Contract.read(Foreign.files(), "soap/unusual/contracts/wide.wsdl");
        assertEquals(List.of(), contract.refused());
        assertEquals(
                List.of("tree", "bag", "vide.et-rien_"),
                contract.operations().stream().map(SoapOperation::name).toList());
        assertEquals(
                List.of("soap/unusual/types/tree.xsd:9: repeats in rounds that XML does not tell apart"),
                contract.limits().stream()
                        .map(each -> each.toString().replaceFirst(": each is.*", ""))
                        .toList());
        for (String name : List.of("utf16", "huge", "values", "attrs", "chameleon", "forms")) {
            Contract whole = Contract.read(Foreign.files(), "soap/unusual/" + name + ".wsdl");
            assertEquals(List.of(), whole.refused());
            assertEquals(2, whole.operations().size());
        }
    }

    /** As CXF, Axis2, .NET (asmx and WCF) and gSOAP write them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cxf/Commandes  | chercher annuler |",
                "Axis2          | lireContrat      | Axis2.wsdl:47 Axis2.wsdl:12",
                "Asmx           | Index            | Asmx.wsdl:36 Asmx.wsdl:16",
                "wcf/Compteurs  | Lire             |",
                "GSoap          | mesurer          |",
                "Structures     | op               |",
                "Valeurs        | op               |",
                "laxiste/Laxiste| lire             | laxiste/Laxiste.wsdl:41 laxiste/Laxiste.wsdl:22",
            })
    void contractsOfToolkitsAreCarried(String name, String operations, @Nullable String refused) {
        Contract contract = Contract.read(Foreign.files(), "soap/toolkits/" + name + ".wsdl");
        assertEquals(
                operations,
                contract.operations().stream().map(SoapOperation::name).collect(Collectors.joining(" ")),
                () -> contract.refused().toString());
        assertEquals(
                refused == null ? "" : refused,
                contract.refused().stream()
                        .map(each -> each.file().replace("soap/toolkits/", "") + ":" + each.line())
                        .collect(Collectors.joining(" ")),
                "what could hold anything is named: the operation, and the type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "phprpc    | phprpc.wsdl:15    | style rpc",
                "faultenc  | faultenc.wsdl:12  | a fault is encoded",
                "counted   | counted.wsdl:4    | which belong together could only be guessed",
                "rpc       | rpc.wsdl:12       | style rpc",
                "encoded   | encoded.wsdl:12   | is encoded",
                "header    | header.wsdl:12    | SOAP header",
                "typed     | typed.wsdl:6      | names a type instead of an element",
                "mixed     | mixed.wsdl:3      | mixed",
                "any       | any.wsdl:4        | xs:any",
                "anytype   | anytype.wsdl:4    | has no type",
                "qname     | qname.wsdl:4      | xs:QName is not supported",
                "unique    | unique.wsdl:4     | xs:unique is not supported",
                "orphan    | orphan.wsdl:4     | Nowhere",
                "missing   | missing.wsdl:3    | nowhere.xsd",
                "ambiguous | ambiguous.wsdl:3  | cos-nonambig",
                "deep      | deep.wsdl:7       | xs:ENTITY is not supported",
                "dtd       | dtd.wsdl:1        | DTD",
                "broken    | broken.wsdl:      | ",
                "none      | none.wsdl:2       | no WSDL 1.1",
                "twelve    | twelve.wsdl:16    | no port of SOAP 1.1",
                "oneway    | oneway.wsdl:10    | no request or no answer",
                "assert    | assert.wsdl:5     | assert",
                "key       | key.wsdl:6        | xs:key is not supported",
                "mime      | mime.wsdl:13      | attachments are not supported",
                "parts     | parts.wsdl:8      | 2 parts",
                "jms       | jms.wsdl:12       | is not HTTP",
                "anysimple | anysimple.wsdl:4  | xs:anySimpleType is not supported",
                "absroot   | absroot.wsdl:3    | abstract element",
                "lookahead | lookahead.wsdl:4  | not a valid regular expression",
                "wsdl2     | wsdl2.wsdl:1      | no WSDL 1.1",
            })
    void whatCannotBeCarriedIsNamedWithItsPlace(String name, String place, String reason) {
        Contract contract = Contract.read(Foreign.files(), "soap/refused/" + name + ".wsdl");
        assertTrue(
                contract.refused().stream()
                        .map(ContractFault::toString)
                        .anyMatch(each -> each.startsWith("soap/refused/" + place)
                                && each.contains(reason == null ? "" : reason)),
                () -> name + ": " + contract.refused());
        assertTrue(contract.operation("op").isEmpty(), name);
    }

    @Test
    void whatIsCarriedBesideItIsOffered() {
        for (String name : List.of("rpc", "header", "mixed", "any", "qname", "deep")) {
            Contract contract = Contract.read(Foreign.files(), "soap/refused/" + name + ".wsdl");
            assertTrue(contract.operation("fine").isPresent(), name);
        }
    }

    @Test
    void nothingIsFetchedAndNoFileOutsideIsRead() {
        TreeMap<String, byte[]> files = new TreeMap<>(Foreign.files());
        files.remove("soap/orders.xsd");
        Contract contract = Contract.read(files, "soap/several.wsdl");
        assertEquals(List.of(), contract.operations());
        assertTrue(
                contract.refused().toString().contains("soap/several.wsdl:7"),
                () -> contract.refused().toString());
    }
}
