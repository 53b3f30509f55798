package omega.ws.xml;

/** What was read is no XML that may be taken in: a value of bad data, which its reader turns into a fault or a problem. */
public final class XmlException extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;

    public XmlException(int line, String reason) {
        super(reason);
        this.line = line;
    }

    /** From 1. */
    public int line() {
        return line;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
