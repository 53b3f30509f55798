package omega.ws.contract;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The simple types of XML Schema 1.0 that are carried, each with its form in XML and in JSON. */
public enum Builtin {
    STRING(Json.TEXT, null, null),
    NORMALIZED_STRING(Json.TEXT, STRING, null),
    TOKEN(Json.TEXT, NORMALIZED_STRING, null),
    LANGUAGE(Json.TEXT, TOKEN, "[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"),
    NMTOKEN(Json.TEXT, TOKEN, "\\c+"),
    NAME(Json.TEXT, TOKEN, "[\\i-[" + Lexical.NO_INITIAL + "]]\\c*"),
    NC_NAME(Json.TEXT, NAME, "[\\i-[:" + Lexical.NO_INITIAL + "]][\\c-[:]]*"),
    ID(Json.TEXT, NC_NAME, null),
    IDREF(Json.TEXT, NC_NAME, null),
    ANY_URI(
            Json.TEXT,
            null,
            "[A-Za-z][A-Za-z0-9+.\\-]*:(" + Lexical.HOST + "|" + Lexical.ROOTED + "|" + Lexical.FIRST + "("
                    + Lexical.PATH + ")*|\\?"
                    + Lexical.QUERY + ")" + Lexical.REST + "|(" + Lexical.HOST + "|" + Lexical.ROOTED + "|(("
                    + Lexical.WORD + ")+(/("
                    + Lexical.PATH + ")*)?)?)" + Lexical.REST),
    BOOLEAN(Json.BOOLEAN, null, "true|false|1|0"),
    BASE64_BINARY(Json.TEXT, null, "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)?"),
    HEX_BINARY(Json.TEXT, null, "([0-9a-fA-F]{2})*"),
    FLOAT(Json.NUMBER, null, "[+\\-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([Ee][+\\-]?[0-9]{1,3})?|-?INF|NaN"),
    DOUBLE(Json.NUMBER, null, "[+\\-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([Ee][+\\-]?[0-9]{1,3})?|-?INF|NaN"),
    DECIMAL(Json.NUMBER, null, "[+\\-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)"),
    INTEGER(Json.INTEGER, DECIMAL, "[+\\-]?[0-9]+"),
    NON_POSITIVE_INTEGER(Json.INTEGER, INTEGER, null, null, "0"),
    NEGATIVE_INTEGER(Json.INTEGER, NON_POSITIVE_INTEGER, null, null, "-1"),
    LONG(Json.INTEGER, INTEGER, null, "-9223372036854775808", "9223372036854775807"),
    INT(Json.INTEGER, LONG, null, "-2147483648", "2147483647"),
    SHORT(Json.INTEGER, INT, null, "-32768", "32767"),
    BYTE(Json.INTEGER, SHORT, null, "-128", "127"),
    NON_NEGATIVE_INTEGER(Json.INTEGER, INTEGER, null, "0", null),
    UNSIGNED_LONG(Json.INTEGER, NON_NEGATIVE_INTEGER, null, "0", "18446744073709551615"),
    UNSIGNED_INT(Json.INTEGER, UNSIGNED_LONG, null, "0", "4294967295"),
    UNSIGNED_SHORT(Json.INTEGER, UNSIGNED_INT, null, "0", "65535"),
    UNSIGNED_BYTE(Json.INTEGER, UNSIGNED_SHORT, null, "0", "255"),
    POSITIVE_INTEGER(Json.INTEGER, NON_NEGATIVE_INTEGER, null, "1", null),
    DATE_TIME(Json.TEXT, null, Lexical.DATE + "T" + Lexical.TIME + Lexical.ZONE + "?"),
    DATE(Json.TEXT, null, Lexical.DATE + Lexical.ZONE + "?"),
    TIME(Json.TEXT, null, Lexical.TIME + Lexical.ZONE + "?"),
    G_YEAR(Json.TEXT, null, Lexical.YEAR + Lexical.ZONE + "?"),
    G_YEAR_MONTH(Json.TEXT, null, Lexical.YEAR + "-(0[1-9]|1[0-2])" + Lexical.ZONE + "?"),
    G_MONTH(Json.TEXT, null, "--(0[1-9]|1[0-2])" + Lexical.ZONE + "?"),
    G_MONTH_DAY(
            Json.TEXT,
            null,
            "--((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))"
                    + Lexical.ZONE + "?"),
    G_DAY(Json.TEXT, null, "---(0[1-9]|[12][0-9]|3[01])" + Lexical.ZONE + "?"),
    DURATION(
            Json.TEXT,
            null,
            "-?P(((" + Lexical.COUNT + "Y(" + Lexical.COUNT + "M)?|" + Lexical.COUNT + "M)(" + Lexical.COUNT + "D)?|"
                    + Lexical.COUNT + "D)(T" + Lexical.CLOCK + ")?|T" + Lexical.CLOCK + ")");

    /** How a value stands in JSON: a text as XML has it, or a number with all its digits, or true and false. */
    public enum Json {
        TEXT,
        NUMBER,
        INTEGER,
        BOOLEAN
    }

    private interface Lexical {
        /** What the JDK's expressions take for the beginning of a name, and its table of names does not. */
        String NO_INITIAL = "\u01C4-\u01CC\u02D0\u02D1\uFF66-\uFF9F";

        String ESCAPED = "%[0-9A-Fa-f]{2}";
        /** Of the first part of a path without scheme, lest it seem to have one. */
        String WORD = "[^%\\[\\]#?:/]|" + ESCAPED;

        String PATH = "[^%\\[\\]#?]|" + ESCAPED;
        String FIRST = "([^%\\[\\]#?/]|" + ESCAPED + ")";
        /** Not {@code //} alone. */
        String ROOTED = "/(" + FIRST + "(" + PATH + ")*|/(" + PATH + ")+)?";

        String QUERY = "([^%#]|" + ESCAPED + ")*";
        String H = "[0-9A-Fa-f]{1,4}";
        String IP6 = "(" + H + ":){7}" + H + "|(" + H + ":){1,7}:|(" + H + ":){1,6}:" + H + "|(" + H + ":){1,5}(:" + H
                + "){1,2}|(" + H + ":){1,4}(:" + H + "){1,3}|(" + H + ":){1,3}(:" + H + "){1,4}|(" + H + ":){1,2}(:" + H
                + "){1,5}|" + H + ":(:" + H + "){1,6}|:((:" + H + "){1,7}|:)";
        /** The only place where brackets may stand. */
        String HOST =
                "//(([^%\\[\\]#?/@]|" + ESCAPED + ")*@)?\\[(" + IP6 + ")\\](:[1-5]?[0-9]{1,4})?(/(" + PATH + ")*)?";

        String REST = "(\\?" + QUERY + ")?(#" + QUERY + ")?";
        /** Nine digits, which the JDK can count, without a year 0. */
        String YEAR = "-?([1-9][0-9]{3,8}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])";

        String FOURTH = "(0[48]|[2468][048]|[13579][26])";
        String LEAP = "-?(([1-9][0-9]{0,4})?([0-9]{2}" + FOURTH + "|" + FOURTH + "00)|[1-9][0-9]{0,4}0000)";
        String DATE = "(" + YEAR
                + "-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|"
                + LEAP
                + "-02-29)";
        String TIME = "(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,12})?|24:00:00(\\.0{1,12})?)";
        String ZONE = "(Z|[+\\-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))";
        /** Below two milliards, which the JDK can count. */
        String COUNT = "0*1?[0-9]{1,9}";

        String SECONDS = COUNT + "(\\.[0-9]{1,12})?S";
        String CLOCK =
                "(" + COUNT + "H(" + COUNT + "M)?(" + SECONDS + ")?|" + COUNT + "M(" + SECONDS + ")?|" + SECONDS + ")";
    }

    final Json json;
    final @Nullable Builtin base;

    @SuppressWarnings("ImmutableEnumChecker") // a compiled pattern never changes
    final @Nullable Regex lexical;

    final @Nullable String least;
    final @Nullable String most;

    Builtin(Json json, @Nullable Builtin base, @Nullable String lexical) {
        this(json, base, lexical, null, null);
    }

    Builtin(
            Json json,
            @Nullable Builtin base,
            @Nullable String lexical,
            @Nullable String least,
            @Nullable String most) {
        this.json = json;
        this.base = base;
        this.least = least;
        this.most = most;
        this.lexical = lexical != null ? Regex.of(lexical) : base == null ? null : base.lexical;
    }

    public Json json() {
        return json;
    }

    /** What every value fits; null where any text does. */
    public @Nullable Regex lexical() {
        return lexical;
    }

    /** By its name in XML Schema; null for what is not carried. */
    static @Nullable Builtin named(String local) {
        for (Builtin each : values()) {
            if (each.xsd().equals(local)) {
                return each;
            }
        }
        return null;
    }

    /** Its name in XML Schema. */
    public String xsd() {
        if (this == ID || this == IDREF || this == NMTOKEN) {
            return name();
        }
        if (this == NC_NAME) {
            return "NCName";
        }
        if (this == NAME) {
            return "Name";
        }
        if (this == ANY_URI) {
            return "anyURI";
        }
        StringBuilder xsd = new StringBuilder();
        for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
            xsd.append(xsd.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return xsd.toString();
    }

    /** Whether its values are in time, where one may be written in several ways. */
    public boolean isTemporal() {
        return switch (this) {
            case DATE_TIME, DATE, TIME, G_YEAR, G_YEAR_MONTH, G_MONTH, G_MONTH_DAY, G_DAY, DURATION -> true;
            default -> false;
        };
    }

    /** How white space is read before anything else. */
    WhiteSpace whiteSpace() {
        return this == STRING
                ? WhiteSpace.PRESERVE
                : this == NORMALIZED_STRING ? WhiteSpace.REPLACE : WhiteSpace.COLLAPSE;
    }
}
