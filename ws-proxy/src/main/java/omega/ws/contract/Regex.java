package omega.ws.contract;

import java.util.regex.Pattern;

/**
 * A regular expression of XML Schema, which is always anchored, knows no {@code ^}, {@code $} nor lazy quantifier, and has classes of its own.
 *
 * @param source as the schema has it
 * @param java the same for Java
 * @param ecma the same for a JSON schema, anchored; characters beyond U+FFFF have properties there, which the JDK's validator gives them none of
 */
public record Regex(String source, Pattern java, String ecma) {
    /** @throws IllegalArgumentException when it is none */
    public static Regex of(String source) {
        Translation translation = new Translation(source);
        translation.alternatives();
        if (translation.at < source.length()) {
            throw translation.wrong("')' without '('");
        }
        return new Regex(source, Pattern.compile(translation.java.toString()), "^(?:" + translation.ecma + ")$");
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
                case '.' -> both("[^\\n\\r\\u2028\\u2029]");
                case '\\' -> {
                    Escape escape = escape();
                    java.append('[').append(escape.java).append(']');
                    ecma.append(escape.alone);
                }
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

        /**
         * What stands after a backslash.
         *
         * @param java as the inside of a set
         * @param ecma as the inside of a set
         * @param alone for ECMA-262, as an atom
         */
        private record Escape(String java, String ecma, String alone) {
            static Escape of(String inSet) {
                return new Escape(inSet, inSet, "[" + inSet + "]");
            }

            static Escape of(Characters characters) {
                return new Escape(characters.java(), characters.ecma(), "[" + characters.ecma() + "]");
            }

            static Escape not(Characters characters) {
                return new Escape(
                        "[^" + characters.java() + "]", characters.others().ecma(), "[^" + characters.ecma() + "]");
            }

            /** Properties, of which the JDK's validator knows none of a character beyond U+FFFF. */
            static Escape ofBmp(String properties) {
                return new Escape("[[" + properties + "]&&[\\u0000-\\uFFFF]]", properties, "[" + properties + "]");
            }

            static Escape notOfBmp(String properties, String others) {
                String ecma = others + Characters.BEYOND_BMP.ecma();
                return new Escape("[^" + ofBmp(properties).java + "]", ecma, "[" + ecma + "]");
            }
        }

        private Escape escape() {
            int c = take();
            return switch (c) {
                case 'n' -> Escape.of("\\n");
                case 'r' -> Escape.of("\\r");
                case 't' -> Escape.of("\\t");
                case 'd' -> Escape.of(Characters.DIGIT);
                case 'D' -> Escape.not(Characters.DIGIT);
                case 's' -> Escape.of(Characters.BLANK);
                case 'S' -> Escape.not(Characters.BLANK);
                case 'w' -> Escape.notOfBmp("\\p{P}\\p{Z}\\p{C}", "\\p{L}\\p{M}\\p{N}\\p{S}");
                case 'W' -> Escape.ofBmp("\\p{P}\\p{Z}\\p{C}");
                case 'i' -> Escape.of(Characters.INITIAL);
                case 'I' -> Escape.not(Characters.INITIAL);
                case 'c' -> Escape.of(Characters.NAME);
                case 'C' -> Escape.not(Characters.NAME);
                case 'p', 'P' -> property(c);
                case '\\', '|', '.', '?', '*', '+', '(', ')', '{', '}', '-', '[', ']', '^', '$' ->
                    Escape.of(literal(c, true));
                default -> throw wrong("'\\" + Character.toString(c) + "' is no escape");
            };
        }

        private Escape property(int p) {
            int end = source.indexOf('}', at);
            if (!takes('{') || end < 0) {
                throw wrong("a property without a name");
            }
            String name = source.substring(at, end);
            at = end + 1;
            if (name.startsWith("Is")) {
                Characters block = block(name.substring(2));
                return p == 'p' ? Escape.of(block) : Escape.not(block);
            }
            if (!name.matches("L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?")) {
                throw wrong("'" + name + "' is no property");
            }
            // what is beyond U+FFFF is unassigned to the JDK's validator, and has no other property
            boolean isBmp = (p == 'p') != name.equals("Cn");
            String own = "\\p{" + name + "}";
            String other = "\\P{" + name + "}";
            return isBmp
                    ? Escape.ofBmp(p == 'p' ? own : other)
                    : Escape.notOfBmp(p == 'p' ? other : own, p == 'p' ? own : other);
        }

        private Characters block(String name) {
            try {
                return Characters.of(Character.UnicodeBlock.forName(name));
            } catch (IllegalArgumentException _) {
                throw wrong("'" + name + "' is no block that Java knows");
            }
        }

        private record Set(String java, String ecma) {}

        private Set set() {
            boolean negated = takes('^');
            String start = negated ? "[^" : "[";
            StringBuilder inJava = new StringBuilder(start);
            StringBuilder inEcma = new StringBuilder(start);
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
                    return new Set(
                            "[" + inJava + "]&&[^" + less.java + "]]", "(?:(?!" + less.ecma + ")" + inEcma + "])");
                }
                if (c == '[') {
                    throw wrong("'[' in a set without a backslash");
                }
                Escape one = c == '\\' ? escape() : Escape.of(literal(c, true));
                inJava.append(one.java);
                inEcma.append(one.ecma);
                if (more()
                        && source.charAt(at) == '-'
                        && at + 1 < source.length()
                        && "[]".indexOf(source.charAt(at + 1)) < 0) {
                    at++;
                    int end = take();
                    Escape last = end == '\\' ? escape() : Escape.of(literal(end, true));
                    inJava.append('-').append(last.java);
                    inEcma.append('-').append(last.ecma);
                }
            }
            if (inJava.length() == start.length()) {
                throw wrong("an empty set");
            }
            return new Set(inJava + "]", inEcma + "]");
        }
    }
}
