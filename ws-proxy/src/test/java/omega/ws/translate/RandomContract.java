package omega.ws.translate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** A contract that nobody thought of, by its seed: one operation whose types are drawn by lot. Some are unsound. */
public final class RandomContract {
    public static final String WSDL = "random.wsdl";
    private static final List<String> TEXTS =
            List.of("string", "normalizedString", "token", "NMTOKEN", "NCName", "Name", "language", "anyURI", "ID");
    private static final List<String> NUMBERS = List.of(
            "decimal",
            "integer",
            "long",
            "int",
            "short",
            "byte",
            "unsignedLong",
            "unsignedByte",
            "nonNegativeInteger",
            "negativeInteger",
            "positiveInteger",
            "double",
            "float");
    private static final List<String> OTHERS = List.of(
            "boolean",
            "date",
            "dateTime",
            "time",
            "duration",
            "gYear",
            "gYearMonth",
            "gMonth",
            "gDay",
            "gMonthDay",
            "hexBinary",
            "base64Binary",
            "NMTOKENS");
    private static final List<String> PATTERNS = List.of(
            "[A-Z]{1,3}",
            "\\d{2,4}",
            "\\i\\c*",
            "[^x]+",
            "a|b|\\p{L}+",
            "(ab?c)*",
            ".{1,5}",
            "[\\w-[\\d]]{0,4}",
            "\\P{Lu}{2}",
            "\\S+( \\S+)*",
            "-?[0-9]+(\\.[0-9]+)?",
            "\\s?\\p{IsBasicLatin}+");
    private final Random random;
    private final StringBuilder schema = new StringBuilder();
    private final List<String> simple = new ArrayList<>();
    private final List<String> complex = new ArrayList<>();
    private final List<String> heads = new ArrayList<>();
    private int names;

    private RandomContract(long seed) {
        random = new Random(seed);
    }

    /** Its only file, {@link #WSDL}. */
    public static NavigableMap<String, byte[]> files(long seed) {
        return new TreeMap<>(
                java.util.Map.of(WSDL, new RandomContract(seed).text().getBytes(UTF_8)));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String text() {
        int simples = 2 + random.nextInt(5);
        for (int i = 0; i < simples; i++) {
            String name = "S" + i;
            simpleType(name);
            simple.add("t:" + name);
        }
        if (chance(40)) {
            head();
        }
        int complexes = 1 + random.nextInt(4);
        for (int i = 0; i < complexes; i++) {
            complexType("C" + i);
        }
        schema.append("<xs:element name='in'>");
        inline();
        schema.append("</xs:element><xs:element name='out' type='")
                .append(any(complex))
                .append("'/>");
        return """
            <definitions xmlns='http://schemas.xmlsoap.org/wsdl/' xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/' xmlns:xs='http://www.w3.org/2001/XMLSchema' \
            xmlns:t='urn:t' targetNamespace='urn:t'><types><xs:schema targetNamespace='urn:t' elementFormDefault='%s' attributeFormDefault='%s'>
            %s</xs:schema></types>
            <message name='in'><part name='p' element='t:in'/></message><message name='out'><part name='p' element='t:out'/></message>
            <portType name='P'><operation name='op'><input message='t:in'/><output message='t:out'/></operation></portType>
            <binding name='B' type='t:P'><s:binding transport='http://schemas.xmlsoap.org/soap/http'/><operation name='op'><s:operation soapAction=''/>\
            <input><s:body use='literal'/></input><output><s:body use='literal'/></output></operation></binding>
            <service name='S'><port name='P' binding='t:B'><s:address location='http://x'/></port></service></definitions>
            """.formatted(
                        chance(70) ? "qualified" : "unqualified", chance(20) ? "qualified" : "unqualified", schema);
    }

    private void simpleType(String name) {
        schema.append("<xs:simpleType name='").append(name).append("'>");
        switch (random.nextInt(8)) {
            case 0 -> schema.append("<xs:list itemType='").append(item()).append("'/>");
            case 1 ->
                schema.append("<xs:union memberTypes='")
                        .append(aSimple())
                        .append(' ')
                        .append(aSimple())
                        .append("'/>");
            case 2 -> {
                schema.append("<xs:restriction><xs:simpleType><xs:list itemType='")
                        .append(item())
                        .append("'/></xs:simpleType>");
                schema.append("<xs:minLength value='1'/><xs:maxLength value='4'/></xs:restriction>");
            }
            case 3, 4 -> {
                String base = any(NUMBERS);
                schema.append("<xs:restriction base='xs:").append(base).append("'>");
                boolean negative = base.startsWith("neg");
                if (chance(40)) {
                    schema.append(chance(70) ? "<xs:minInclusive value='" : "<xs:minExclusive value='")
                            .append(negative ? "-90" : "2")
                            .append("'/>");
                }
                if (chance(40)) {
                    schema.append(chance(70) ? "<xs:maxInclusive value='" : "<xs:maxExclusive value='")
                            .append(negative ? "-3" : chance(50) ? "99" : "100")
                            .append("'/>");
                }
                boolean isReal = base.equals("double") || base.equals("float");
                if (chance(30) && !isReal) {
                    schema.append("<xs:totalDigits value='4'/>");
                    schema.append(base.equals("decimal") ? "<xs:fractionDigits value='2'/>" : "");
                }
                if (chance(15)) {
                    schema.append("<xs:pattern value='[0-9.]{1,3}|-\\d+'/>");
                }
                schema.append("</xs:restriction>");
            }
            case 5 -> {
                schema.append("<xs:restriction base='xs:").append(any(OTHERS)).append("'>");
                schema.append("</xs:restriction>");
            }
            default -> {
                schema.append("<xs:restriction base='xs:")
                        .append(any(TEXTS.subList(0, 6)))
                        .append("'>");
                if (chance(30)) {
                    schema.append("<xs:minLength value='")
                            .append(random.nextInt(3))
                            .append("'/>");
                }
                if (chance(40)) {
                    schema.append("<xs:maxLength value='")
                            .append(3 + random.nextInt(6))
                            .append("'/>");
                }
                if (chance(40)) {
                    schema.append("<xs:pattern value='").append(any(PATTERNS)).append("'/>");
                    schema.append(chance(30) ? "<xs:pattern value='" + any(PATTERNS) + "'/>" : "");
                } else if (chance(30)) {
                    schema.append(
                            "<xs:enumeration value='a'/><xs:enumeration value='b1'/><xs:enumeration value='cde'/>");
                }
                schema.append("</xs:restriction>");
            }
        }
        schema.append("</xs:simpleType>\n");
    }

    private String aBuiltin() {
        return "xs:"
                + switch (random.nextInt(3)) {
                    case 0 -> any(TEXTS.subList(0, 8));
                    case 1 -> any(NUMBERS);
                    default -> any(OTHERS);
                };
    }

    private String aSimple() {
        return chance(50) && !simple.isEmpty() ? any(simple) : aBuiltin();
    }

    private String item() {
        return "xs:" + any(chance(50) ? NUMBERS : List.of("token", "NMTOKEN", "date", "anyURI", "boolean", "string"));
    }

    private String name() {
        return chance(3) && names > 0 ? "e" + random.nextInt(names) : "e" + names++;
    }

    private void head() {
        schema.append(
                        "<xs:complexType name='H'><xs:sequence><xs:element name='h' type='xs:int' minOccurs='0'/></xs:sequence></xs:complexType>")
                .append("<xs:element name='head' type='t:H'")
                .append(chance(50) ? " abstract='true'" : "")
                .append(
                        "/><xs:complexType name='H1'><xs:complexContent><xs:extension base='t:H'><xs:attribute name='x' type='")
                .append(aSimple())
                .append("'/></xs:extension></xs:complexContent></xs:complexType>")
                .append(
                        "<xs:element name='first' substitutionGroup='t:head' type='t:H1'/><xs:element name='second' substitutionGroup='t:head'")
                .append(chance(40) ? " nillable='true'" : "")
                .append("/>\n");
        heads.add("t:head");
    }

    private void complexType(String name) {
        boolean isAbstract = chance(15);
        schema.append("<xs:complexType name='").append(name).append(isAbstract ? "' abstract='true'>" : "'>");
        int kind = random.nextInt(10);
        if (kind == 0) {
            schema.append("<xs:simpleContent><xs:extension base='")
                    .append(aSimple())
                    .append("'>");
            attributes();
            schema.append("</xs:extension></xs:simpleContent>");
        } else if (kind < 4 && !complex.isEmpty()) {
            schema.append("<xs:complexContent><xs:extension base='")
                    .append(any(complex))
                    .append("'>");
            model(0);
            attributes();
            schema.append("</xs:extension></xs:complexContent>");
        } else {
            model(0);
            attributes();
        }
        schema.append("</xs:complexType>\n");
        complex.add("t:" + name);
        if (isAbstract) {
            String leaf = name + "x";
            schema.append("<xs:complexType name='")
                    .append(leaf)
                    .append("'><xs:complexContent><xs:extension base='t:")
                    .append(name)
                    .append("'/></xs:complexContent></xs:complexType>\n");
        }
    }

    private void inline() {
        schema.append("<xs:complexType>");
        model(0);
        attributes();
        schema.append("</xs:complexType>");
    }

    private void attributes() {
        int many = random.nextInt(3);
        for (int i = 0; i < many; i++) {
            schema.append("<xs:attribute name='").append("a").append(names++).append("'");
            if (chance(80)) {
                schema.append(" type='").append(aSimple()).append("'");
            }
            schema.append(chance(40) ? " use='required'" : "").append("/>");
        }
    }

    /** Elements are not counted: the JDK miscounts them where their group comes again, and refuses what is sound. */
    private String occurs(boolean ofElement) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> " minOccurs='0'";
            case 2 -> " minOccurs='0' maxOccurs='unbounded'";
            case 3 -> ofElement ? " maxOccurs='unbounded'" : " maxOccurs='3'";
            case 4 -> ofElement ? "" : " minOccurs='2' maxOccurs='4'";
            default -> "";
        };
    }

    private void model(int depth) {
        if (depth == 0 && chance(12)) {
            schema.append("<xs:all").append(chance(30) ? " minOccurs='0'>" : ">");
            int many = 1 + random.nextInt(4);
            for (int i = 0; i < many; i++) {
                element(chance(50) ? " minOccurs='0'" : "");
            }
            schema.append("</xs:all>");
            return;
        }
        String order = chance(65) ? "sequence" : "choice";
        schema.append("<xs:")
                .append(order)
                .append(depth == 0 && chance(70) ? "" : occurs(false))
                .append('>');
        int many = (depth == 0 ? 1 : 2) + random.nextInt(4);
        for (int i = 0; i < many; i++) {
            if (depth < 3 && chance(20)) {
                model(depth + 1);
            } else if (!heads.isEmpty() && chance(10)) {
                schema.append("<xs:element ref='")
                        .append(any(heads))
                        .append('\'')
                        .append(occurs(true))
                        .append("/>");
            } else {
                element(occurs(true));
            }
        }
        schema.append("</xs:").append(order).append(">");
    }

    private void element(String occurs) {
        schema.append("<xs:element name='").append(name()).append('\'').append(occurs);
        schema.append(chance(15) ? " nillable='true'" : "");
        if (chance(12)) {
            schema.append('>');
            inline();
            schema.append("</xs:element>");
            return;
        }
        schema.append(" type='")
                .append(!complex.isEmpty() && chance(25) ? any(complex) : aSimple())
                .append("'/>");
    }
}
