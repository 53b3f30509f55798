package omega.ws.contract;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of XML Schema, which is always anchored, knows no {@code ^}, {@code $} nor lazy quantifier, and has classes of its own.
 *
 * @param source as the schema has it
 * @param java the same for Java
 * @param ecma the same for a JSON schema, anchored; null where ECMA-262 cannot say it (blocks of Unicode)
 */
public record Regex(String source, Pattern java, @Nullable String ecma) {
    private static final String INITIAL =
            "_:A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u0131\\u0134-\\u013E\\u0141-\\u0148\\u014A-\\u017E";
    private static final String NAME = INITIAL + "0-9.\\-\\u00B7";

    /** @throws IllegalArgumentException when it is none */
    public static Regex of(String source) {
        Translation translation = new Translation(source);
        translation.alternatives();
        if (translation.at < source.length()) {
            throw translation.wrong("')' without '('");
        }
        String ecma = translation.inEcma ? "^(?:" + translation.ecma + ")$" : null;
        return new Regex(source, Pattern.compile(translation.java.toString()), ecma);
    }

    /** Whether the whole text fits; text that would need too deep a search does not. */
    public boolean fits(String text) {
        try {
            return java.matcher(text).matches();
        } catch (StackOverflowError _) {
            return false;
        }
    }

    private static final class Translation {
        private final String source;
        private final StringBuilder java = new StringBuilder();
        private final StringBuilder ecma = new StringBuilder();
        private boolean inEcma = true;
        private int at;

        Translation(String source) {
            this.source = source;
        }

        IllegalArgumentException wrong(String why) {
            return new IllegalArgumentException(
                    "'" + source + "' is no regular expression of XML Schema: " + why + " at character " + (at + 1));
        }

        private boolean more() {
            return at < source.length();
        }

        private int take() {
            if (!more()) {
                throw wrong("it ends too early");
            }
            int c = source.codePointAt(at);
            at += Character.charCount(c);
            return c;
        }

        private boolean takes(char c) {
            if (more() && source.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private void both(String text) {
            java.append(text);
            ecma.append(text);
        }

        void alternatives() {
            branch();
            while (takes('|')) {
                both("|");
                branch();
            }
        }

        private void branch() {
            while (more() && source.charAt(at) != '|' && source.charAt(at) != ')') {
                atom();
                quantifier();
            }
        }

        private void quantifier() {
            if (!more()) {
                return;
            }
            char c = source.charAt(at);
            if (c == '?' || c == '*' || c == '+') {
                at++;
                both(String.valueOf(c));
            } else if (c == '{') {
                int end = source.indexOf('}', at);
                String quantity = end < 0 ? "" : source.substring(at, end + 1);
                if (!quantity.matches("\\{\\d{1,9}(,\\d{0,9})?}")) {
                    throw wrong("a quantity that is none");
                }
                at = end + 1;
                both(quantity);
            }
        }

        private void atom() {
            int c = take();
            switch (c) {
                case '(' -> {
                    both("(?:");
                    alternatives();
                    if (!takes(')')) {
                        throw wrong("'(' without ')'");
                    }
                    both(")");
                }
                case '[' -> {
                    Set set = set();
                    java.append(set.java);
                    ecma.append(set.ecma);
                }
                case '.' -> both("[^\\n\\r]");
                case '\\' -> both("[" + escape() + "]");
                case '?', '*', '+', '{', '}', ']' -> throw wrong("'" + Character.toString(c) + "' without a backslash");
                default -> both(literal(c, false));
            }
        }

        private static String literal(int c, boolean inSet) {
            if (c < 0x20 || c == '&' || c == '~' || c == '#') {
                return String.format("\\u%04X", c);
            }
            String special = inSet ? "\\[]^-" : "\\.*+?()[]{}|^$/";
            return special.indexOf(c) >= 0 ? "\\" + Character.toString(c) : Character.toString(c);
        }

        /** What stands after a backslash, as the inside of a set. */
        private String escape() {
            int c = take();
            return switch (c) {
                case 'n' -> "\\n";
                case 'r' -> "\\r";
                case 't' -> "\\t";
                case 'd' -> "\\p{Nd}";
                case 'D' -> "\\P{Nd}";
                case 's' -> " \\t\\n\\r";
                case 'S' -> "\\S";
                case 'w' -> "\\p{L}\\p{M}\\p{N}\\p{S}\\p{Cn}";
                case 'W' -> "\\p{P}\\p{Z}\\p{C}";
                case 'i' -> INITIAL;
                case 'c' -> NAME;
                case 'p', 'P' -> property(c);
                case '\\', '|', '.', '?', '*', '+', '(', ')', '{', '}', '-', '[', ']', '^', '$' -> literal(c, true);
                case 'I', 'C' -> throw wrong("\\" + Character.toString(c) + " is not supported");
                default -> throw wrong("'\\" + Character.toString(c) + "' is no escape");
            };
        }

        private String property(int p) {
            int end = source.indexOf('}', at);
            if (!takes('{') || end < 0) {
                throw wrong("a property without a name");
            }
            String name = source.substring(at, end);
            at = end + 1;
            if (name.startsWith("Is")) {
                inEcma = false;
                return "\\" + Character.toString(p) + "{In" + name.substring(2) + "}";
            }
            if (!name.matches("L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?")) {
                throw wrong("'" + name + "' is no property");
            }
            return "\\" + Character.toString(p) + "{" + name + "}";
        }

        private record Set(String java, String ecma) {}

        private Set set() {
            boolean negated = takes('^');
            StringBuilder inside = new StringBuilder();
            while (true) {
                int c = take();
                if (c == ']') {
                    break;
                }
                if (c == '-' && takes('[')) {
                    Set less = set();
                    if (!takes(']')) {
                        throw wrong("a set goes on after what is taken from it");
                    }
                    String own = "[" + (negated ? "^" : "") + inside + "]";
                    return new Set("[" + own + "&&" + not(less.java) + "]", "(?:(?!" + less.ecma + ")" + own + ")");
                }
                if (c == '[') {
                    throw wrong("'[' in a set without a backslash");
                }
                inside.append(c == '\\' ? escape() : literal(c, true));
                if (more()
                        && source.charAt(at) == '-'
                        && at + 1 < source.length()
                        && "[]".indexOf(source.charAt(at + 1)) < 0) {
                    at++;
                    int end = take();
                    inside.append('-').append(end == '\\' ? escape() : literal(end, true));
                }
            }
            if (inside.isEmpty()) {
                throw wrong("an empty set");
            }
            String set = "[" + (negated ? "^" : "") + inside + "]";
            return new Set(set, set);
        }

        private static String not(String set) {
            return "[^" + set + "]";
        }
    }
}
