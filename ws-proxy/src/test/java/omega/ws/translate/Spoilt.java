package omega.ws.translate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import omega.ws.contract.Element;
import omega.ws.contract.Kind;
import omega.ws.xml.XmlException;
import omega.ws.xml.XmlReader;

/** Documents to which something was done, and what we say of them. */
final class Spoilt {
    private Spoilt() {}

    /** Does something to a document that stays well-formed. */
    static String of(String xml, Random random) {
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
                        int close = xml.indexOf('"', value);
                        return xml.substring(0, value)
                                + other(xml.substring(value, close), random)
                                + xml.substring(close);
                    }
                }
                case 4 -> {
                    if (!text.endsWith("/>") && whole.indexOf('<', 1) == whole.lastIndexOf('<')) {
                        int close = xml.indexOf('<', tag[1]);
                        return xml.substring(0, tag[1])
                                + other(xml.substring(tag[1], close), random)
                                + xml.substring(close);
                    }
                }
                case 5 -> {
                    int close = tag[1] - (text.endsWith("/>") ? 2 : 1);
                    return xml.substring(0, close)
                            + (random.nextBoolean() ? " autre=\"1\"" : type(random))
                            + xml.substring(close);
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

    /** A type that hardly fits. */
    private static String type(Random random) {
        List<String> types = List.of(
                "q:string",
                "q:int",
                "q:token",
                "q:decimal",
                "rien:string",
                "string",
                "n1:string",
                "q:date",
                "q:anyType");
        return " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:q=\"http://www.w3.org/2001/XMLSchema\" xsi:type=\""
                + types.get(random.nextInt(types.size())) + '"';
    }

    /** A little away from a value, or far. */
    private static String other(String value, Random random) {
        int at = random.nextInt(value.length() + 1);
        boolean far = random.nextBoolean() || value.isEmpty() || value.indexOf('&') >= 0;
        return switch (far ? 9 : random.nextInt(6)) {
            case 0 -> value + value.charAt(value.length() - 1);
            case 1 -> value.substring(0, value.length() - 1);
            case 2 -> value.substring(0, at) + "0 -.+Z\tTé:9".charAt(random.nextInt(11)) + value.substring(at);
            case 3 -> "-" + value;
            case 4 -> " " + value + "\n ";
            case 5 -> value + " " + value;
            default -> garbage(random);
        };
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

    /** What we find in the document of this message. */
    static List<Misfit> misfits(Element message, String xml) {
        try {
            return ToJson.translate(message, XmlReader.CONTRACTS.read(xml.getBytes(UTF_8)))
                    .misfits();
        } catch (XmlException e) {
            return List.of(new Misfit("", Kind.TYPE, e.reason()));
        }
    }
}
