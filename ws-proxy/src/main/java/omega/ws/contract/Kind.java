package omega.ws.contract;

/** The kinds of constraint that a document may break. */
public enum Kind {
    /** neither the JSON type nor the written form that the schema asks for */
    TYPE,
    PATTERN,
    ENUMERATION,
    LENGTH,
    DIGITS,
    RANGE,
    FIXED,
    /** a character that XML cannot hold, or white space that would be lost */
    CHARACTERS,
    /** an ID twice, or an IDREF to none */
    IDENTITY,
    MISSING,
    UNKNOWN,
    /** none or several of what excludes each other */
    CHOICE,
    /** too few or too many */
    OCCURS,
    NULL,
    /** {@code @xsi:type} is missing, or names no type that may stand here */
    XSI_TYPE,
    /** deeper than is read */
    DEPTH
}
