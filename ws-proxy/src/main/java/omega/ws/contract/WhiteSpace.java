package omega.ws.contract;

/** What a simple type does with white space in XML. JSON texts must be so already, or the way back would differ. */
public enum WhiteSpace {
    PRESERVE,
    REPLACE,
    COLLAPSE;

    public String apply(String text) {
        return switch (this) {
            case PRESERVE -> text;
            case REPLACE -> text.replace('\t', ' ').replace('\n', ' ').replace('\r', ' ');
            case COLLAPSE -> collapse(text);
        };
    }

    /** Whether it is nothing but what XML takes for blanks. */
    public static boolean isBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isBlank(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    public static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isCollapsed(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t' || c == '\n' || c == '\r' || (c == ' ' && before == ' ')) {
                return false;
            }
            before = c;
        }
        return text.isEmpty() || before != ' ';
    }

    private static String collapse(String text) {
        if (isCollapsed(text)) {
            return text;
        }
        StringBuilder collapsed = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isBlank(c)) {
                gap = !collapsed.isEmpty();
            } else {
                if (gap) {
                    collapsed.append(' ');
                    gap = false;
                }
                collapsed.append(c);
            }
        }
        return collapsed.toString();
    }
}
