package omega.ws.describe;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import omega.ws.contract.Builtin;
import omega.ws.contract.Facets;
import omega.ws.contract.SimpleType;
import omega.ws.contract.Values;
import omega.ws.contract.WhiteSpace;

/** How values are written, as expressions of ECMA-262 without anchors. What is empty here cannot be said by one. */
final class Written {
    private static final String NO_XML = "\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\uFFFE\\uFFFF";
    private static final String BLANK = "[ \\t\\n\\r]";
    private static final int MOST_REPEATS = 1_000;

    /** An item of a list. */
    static final String WORD = "[^ \\t\\n\\r" + NO_XML + "]+";

    private Written() {}

    static String anchored(String expression) {
        return "^(?:" + expression + ")$";
    }

    private static String bare(String anchored) {
        return anchored.substring("^(?:".length(), anchored.length() - ")$".length());
    }

    /** What XML itself, and white space, leave to be written of any text. */
    static String any(WhiteSpace whiteSpace) {
        return switch (whiteSpace) {
            case PRESERVE -> "[^" + NO_XML + "]*";
            case REPLACE -> "[^\\t\\n\\r" + NO_XML + "]*";
            case COLLAPSE -> "(?:" + WORD + "(?: " + WORD + ")*)?";
        };
    }

    static String literal(String text) {
        StringBuilder literal = new StringBuilder();
        text.codePoints().forEach(c -> {
            if ("\\.*+?()[]{}|^$/".indexOf(c) >= 0) {
                literal.append('\\');
            }
            literal.appendCodePoint(c);
        });
        return literal.toString();
    }

    /** All that is the same value as {@code value}. */
    static Optional<String> same(SimpleType type, String value) {
        return switch (type) {
            case SimpleType.Atomic atomic ->
                same(atomic.builtin(), atomic.facets().whiteSpace().apply(value));
            case SimpleType.Listing list -> {
                List<Optional<String>> items = Values.items(WhiteSpace.COLLAPSE.apply(value)).stream()
                        .map(each -> same(list.item(), each))
                        .toList();
                yield items.stream().allMatch(Optional::isPresent)
                        ? Optional.of(items.stream().map(Optional::get).collect(Collectors.joining(" ")))
                        : Optional.empty();
            }
            case SimpleType.Union union ->
                Optional.ofNullable(Values.member(union, value)).flatMap(member -> same(member, value));
        };
    }

    private static Optional<String> same(Builtin builtin, String value) {
        if (builtin == Builtin.HEX_BINARY) {
            return Optional.of(value.chars()
                    .mapToObj(Character::toString)
                    .map(each -> Character.isDigit(each.charAt(0))
                            ? each
                            : "[" + each.toLowerCase(Locale.ROOT) + each.toUpperCase(Locale.ROOT) + "]")
                    .collect(Collectors.joining()));
        }
        if (builtin == Builtin.BASE64_BINARY) {
            return Optional.of(literal(value.replace(" ", "")));
        }
        return switch (builtin.json()) {
            case BOOLEAN -> Optional.of(value.equals("true") || value.equals("1") ? "true|1" : "false|0");
            case INTEGER -> Optional.of(number(new BigDecimal(value), false));
            case NUMBER ->
                builtin == Builtin.DECIMAL ? Optional.of(number(new BigDecimal(value), true)) : Optional.empty();
            case TEXT -> builtin.isTemporal() ? Optional.empty() : Optional.of(literal(value));
        };
    }

    private static String number(BigDecimal value, boolean isDecimal) {
        String sign = value.signum() == 0 ? "[+\\-]?" : value.signum() > 0 ? "\\+?" : "-";
        String[] parts = value.signum() == 0
                ? new String[] {""}
                : value.abs().stripTrailingZeros().toPlainString().split("\\.", 2);
        String whole = parts[0].equals("0") ? "" : parts[0];
        if (parts.length == 2) {
            return sign + "0*" + whole + "\\." + parts[1] + "0*";
        }
        String digits = whole.isEmpty() ? "0+" : "0*" + whole;
        return sign + (!isDecimal ? digits : whole.isEmpty() ? "(?:0+(?:\\.0*)?|\\.0+)" : digits + "(?:\\.0*)?");
    }

    /** Binary data of so many octets; what is too large to be counted is left to be said otherwise. */
    static String octets(Builtin builtin, int atLeast, int atMost) {
        int min = Math.min(atLeast, MOST_REPEATS);
        int max = atMost > MOST_REPEATS ? Facets.NONE : atMost;
        if (builtin == Builtin.HEX_BINARY) {
            return "(?:..)" + times(min, max);
        }
        List<String> forms = new ArrayList<>();
        if (min == 0) {
            forms.add("");
        }
        List<String> tails = List.of("...[^=]", "..[^=]=", "..==");
        for (int padding = 0; padding < tails.size(); padding++) {
            int least = Math.max(1, (min + padding + 2) / 3);
            int most = max == Facets.NONE ? max : (max + padding) / 3;
            if (least <= most) {
                forms.add("(?:....)" + times(least - 1, most == Facets.NONE ? most : most - 1) + tails.get(padding));
            }
        }
        return String.join("|", forms);
    }

    private static String times(int min, int max) {
        return "{" + min + "," + (max == Facets.NONE ? "" : max) + "}";
    }

    /** A list, whose items are checked as far as their form goes. */
    static String list(SimpleType.Listing list) {
        Facets facets = list.facets();
        if (facets.maxLength() == 0) {
            return "";
        }
        String item = "(?:" + item(list.item()) + ")";
        boolean counted = facets.minLength() <= MOST_REPEATS
                && (facets.maxLength() == Facets.NONE || facets.maxLength() <= MOST_REPEATS);
        String some = item + "(?: " + item + ")"
                + (counted
                        ? times(
                                Math.max(0, facets.minLength() - 1),
                                facets.maxLength() == Facets.NONE ? Facets.NONE : facets.maxLength() - 1)
                        : "*");
        return facets.minLength() == 0 ? "(?:" + some + ")?" : some;
    }

    private static String item(SimpleType type) {
        if (type instanceof SimpleType.Atomic atomic) {
            if (atomic.facets().values() != null && !atomic.builtin().isTemporal()) {
                List<Optional<String>> forms = atomic.facets().values().stream()
                        .map(each -> same(atomic, each))
                        .toList();
                if (forms.stream().allMatch(Optional::isPresent)) {
                    return forms.stream().map(Optional::get).collect(Collectors.joining("|"));
                }
            }
            if (atomic.builtin() != Builtin.ANY_URI && atomic.builtin().lexical() != null) {
                return bare(atomic.builtin().lexical().ecma());
            }
        }
        return WORD;
    }

    /** What a type surely takes, its blanks not yet collapsed; a part of it where all cannot be said. */
    static Optional<String> taken(SimpleType type) {
        if (!(type instanceof SimpleType.Atomic atomic)
                || !type.facets().patterns().isEmpty()
                || type.facets().whiteSpace() != WhiteSpace.COLLAPSE) {
            return Optional.empty();
        }
        Facets facets = atomic.facets();
        if (facets.values() != null) {
            List<Optional<String>> forms =
                    facets.values().stream().map(each -> same(atomic, each)).toList();
            return forms.stream().allMatch(Optional::isPresent)
                    ? Optional.of(loose(forms.stream()
                            .map(each -> each.orElseThrow().replace(" ", BLANK + "+"))
                            .collect(Collectors.joining("|"))))
                    : Optional.empty();
        }
        boolean isFree = facets.minLength() == 0
                && facets.maxLength() == Facets.NONE
                && facets.totalDigits() == Facets.NONE
                && facets.fractionDigits() == Facets.NONE;
        if (!isFree) {
            return Optional.empty();
        }
        if (facets.bounds().isEmpty()) {
            return Optional.ofNullable(atomic.builtin().lexical()).map(each -> loose(bare(each.ecma())));
        }
        return switch (atomic.builtin()) {
            case BYTE -> isOwn(atomic, 2) ? Optional.of(loose("[+\\-]?0*[0-9]{1,2}")) : Optional.empty();
            case SHORT -> isOwn(atomic, 2) ? Optional.of(loose("[+\\-]?0*[0-9]{1,4}")) : Optional.empty();
            case INT -> isOwn(atomic, 2) ? Optional.of(loose("[+\\-]?0*[0-9]{1,9}")) : Optional.empty();
            case LONG -> isOwn(atomic, 2) ? Optional.of(loose("[+\\-]?0*[0-9]{1,18}")) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isOwn(SimpleType.Atomic type, int bounds) {
        return type.facets().bounds().size() == bounds;
    }

    /** The same with blanks around it. */
    static String loose(String expression) {
        return BLANK + "*(?:" + expression + ")" + BLANK + "*";
    }

    /** What an expression leaves of texts whose blanks are collapsed before it is asked; all of those that have several blanks in a row. */
    static String collapsed(String anchored) {
        return anchored(loose(bare(anchored))) + "|" + BLANK + "{2}|[\\t\\n\\r]";
    }
}
