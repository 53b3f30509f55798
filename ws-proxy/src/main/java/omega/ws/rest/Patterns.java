package omega.ws.rest;

import java.util.regex.Pattern;

/** ECMAScript's regular expressions, which contracts are written in, as Java's where the two differ. */
final class Patterns {
    private Patterns() {}

    /** @throws java.util.regex.PatternSyntaxException when it is none */
    static Pattern of(String ecma) {
        StringBuilder java = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < ecma.length(); i++) {
            char c = ecma.charAt(i);
            if (c == '\\' && i + 1 < ecma.length()) {
                java.append(c).append(ecma.charAt(++i));
            } else if (inClass && (c == '[' || c == '&')) {
                java.append('\\').append(c);
            } else if (c == '$' && !inClass) {
                // Java's would let a line feed follow
                java.append("\\z");
            } else {
                inClass = c == '[' || (inClass && c != ']');
                java.append(c);
            }
        }
        return Pattern.compile(java.toString());
    }
}
