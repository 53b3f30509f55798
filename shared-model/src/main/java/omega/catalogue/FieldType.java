package omega.catalogue;

/** The types of a field; docs/catalogue.md tells how each is written in a file and in JSON. */
public enum FieldType {
    TEXT("text"),
    INTEGER("integer"),
    DECIMAL("decimal"),
    DATE("date"),
    INSTANT("instant"),
    GAS_DAY("gas-day"),
    BOOLEAN("boolean");

    private final String word;

    FieldType(String word) {
        this.word = word;
    }

    /** The word of the pack. */
    public String word() {
        return word;
    }

    boolean hasFormat() {
        return this == DATE || this == INSTANT || this == GAS_DAY;
    }
}
