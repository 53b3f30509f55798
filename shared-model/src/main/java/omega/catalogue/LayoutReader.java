package omega.catalogue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import omega.calendar.Days;
import omega.calendar.OmegaCalendar;
import omega.calendar.Schedule;
import org.jspecify.annotations.Nullable;

/** Reads one file of {@code envelopes/} or {@code flux/}, or the layout of one of {@code demandes/}, and checks what it says against what it refers to. */
final class LayoutReader {
    /** The charsets of §3.2.2, and two more single-byte ones that old systems write. */
    static final List<String> CHARSETS = List.of("US-ASCII", "windows-1252", "ISO-8859-1", "ISO-8859-15", "UTF-8");

    private static final int MOST_DIGITS = 18;
    private final Entry root;
    private final Map<String, Envelope> envelopes;
    private final Map<String, CodeList> codes;
    private final PackFiles files;
    private final Set<String> usedCodes = new HashSet<>();

    LayoutReader(Entry root, Map<String, Envelope> envelopes, Map<String, CodeList> codes, PackFiles files) {
        this.root = root;
        this.envelopes = envelopes;
        this.codes = codes;
        this.files = files;
    }

    Optional<Envelope> envelope(String name) {
        try (root) {
            char delimiter = character("delimiter", root.text("delimiter"));
            if (Character.isLetterOrDigit(delimiter) || delimiter == '-') {
                root.fault("delimiter", "must be no letter, digit or minus, which stand in fields");
            }
            Optional<Character> quote = root.optionalText("quote").map(text -> character("quote", text));
            if (quote.isPresent() && (quote.get() == delimiter || quote.get() >= 0x80)) {
                root.fault("quote", "must be an ASCII character other than the delimiter");
            }
            Envelope envelope = new Envelope(
                    name,
                    delimiter,
                    quote.orElse(null),
                    root.choice("endOfLine", Envelope.EndOfLine.values(), Entry::lower, Envelope.EndOfLine.ANY),
                    end(
                            "header",
                            Map.of(
                                    Envelope.CREATION, Set.of(FieldType.INSTANT, FieldType.DATE),
                                    Envelope.FLUX, Set.of(FieldType.TEXT),
                                    Envelope.DESTINATAIRE, Set.of(FieldType.TEXT))),
                    end("footer", Map.of(Envelope.NOMBRE, Set.of(FieldType.INTEGER))),
                    root.choice("counts", Envelope.Counts.values(), Entry::lower, Envelope.Counts.DETAILS));
            return Optional.of(envelope);
        }
    }

    private char character(String key, String text) {
        if (text.length() != 1 || text.charAt(0) == '\n' || text.charAt(0) == '\r') {
            root.fault(key, "must be one character, is '" + text + "'");
            return ';';
        }
        return text.charAt(0);
    }

    /** A header or footer; fields whose names mean something must be of a type that can. */
    private RecordKind end(String name, Map<String, Set<FieldType>> types) {
        try (Entry entry = root.entry(name)) {
            List<Field> fields = fields(entry);
            fields.stream()
                    .filter(field -> types.containsKey(field.name())
                            && !types.get(field.name()).contains(field.type()))
                    .forEach(field -> entry.fault(
                            "fields",
                            "'" + field.name() + "' cannot be of type "
                                    + field.type().word() + " in a " + name));
            return new RecordKind(name, tag(entry), null, null, false, fields);
        }
    }

    private static @Nullable String tag(Entry entry) {
        Optional<String> tag = entry.optionalText("tag");
        if (tag.isPresent() && tag.get().isEmpty()) {
            entry.fault("tag", "must not be empty; leave it out where lines have none");
        }
        return tag.orElse(null);
    }

    Optional<Flux> flux(String name, OmegaCalendar calendar) {
        try (root) {
            String code = root.text("flux");
            if (!code.equals(name)) {
                root.fault("flux", "is '" + code + "', but the file is named after '" + name + "'");
            }
            if (!code.matches("[A-Za-z0-9._+-]{1,100}")) {
                root.fault(
                        "flux",
                        "'" + code
                                + "' must be ASCII letters, digits, '.', '_', '-' or '+': a topic is named after it");
            }
            Optional<NameTemplate> archive = root.require("archive", text -> new NameTemplate(text, code));
            Optional<NameTemplate> member = root.require("member", text -> new NameTemplate(text, code));
            Schedule schedule = root.has("schedule") ? schedule(root.entry("schedule"), calendar) : null;
            String libelle = root.text("libelle");
            String section = root.text("section");
            Period retention = root.read("retention", LayoutReader::retention).orElse(null);
            var semantics = root.choice("semantics", Flux.Semantics.values(), Entry::lower, Flux.Semantics.EVENT);
            boolean ordered = root.flag("ordered");
            List<Layout> layouts = new ArrayList<>();
            for (Entry each : root.entries("layouts")) {
                layout(code, each).ifPresent(layouts::add);
            }
            if (layouts.isEmpty()) {
                root.fault("layouts", "must hold at least one version");
            }
            if (layouts.stream().map(Layout::version).distinct().count() != layouts.size()) {
                root.fault("layouts", "hold a version twice");
            }
            layouts.stream()
                    .map(Layout::envelope)
                    .filter(envelope -> layouts.size() > 1
                            && envelope.header()
                                    .field(Envelope.VERSION)
                                    .filter(Field::required)
                                    .isEmpty())
                    .map(Envelope::name)
                    .distinct()
                    .forEach(each -> root.fault(
                            "layouts",
                            "are several, but the header of envelope '" + each
                                    + "' has no required field 'version' to choose one by"));
            if (archive.isEmpty() || member.isEmpty()) {
                return Optional.empty();
            }
            String fingerprint = fingerprint(layouts);
            return Optional.of(new Flux(
                    code,
                    libelle,
                    section,
                    archive.get(),
                    member.get(),
                    schedule,
                    retention,
                    semantics,
                    ordered,
                    layouts.stream().map(layout -> with(layout, fingerprint)).toList()));
        }
    }

    private String fingerprint(List<Layout> layouts) {
        return files.hash(Stream.concat(
                PackReader.sources(root.file(), layouts), usedCodes.stream().map(list -> "codes/" + list + ".csv")));
    }

    /** The one layout of a kind of mass request; its keys stand in the file itself, with one charset and one {@code record}. */
    Optional<Layout> demande(String code) {
        if (root.texts("charset").size() > 1) {
            root.fault("charset", "must be one only: it is written, not guessed");
        }
        List<RecordKind> records = List.of(record(root.entry("record")));
        return layout(code, root, records).map(layout -> with(layout, fingerprint(List.of(layout))));
    }

    private static Period retention(String text) {
        Period period = Period.parse(text);
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("'" + text + "' is no time at all");
        }
        return period;
    }

    private static Layout with(Layout layout, String fingerprint) {
        return new Layout(
                layout.flux(),
                layout.version(),
                layout.envelope(),
                layout.charsets(),
                layout.decimal(),
                layout.records(),
                fingerprint);
    }

    private static @Nullable Schedule schedule(Entry entry, OmegaCalendar calendar) {
        try (entry) {
            String frequence = entry.text("frequence");
            if (!List.of("quotidienne", "mensuelle").contains(frequence)) {
                entry.fault("frequence", "'" + frequence + "' is neither quotidienne nor mensuelle");
            }
            Optional<Days> days = entry.require("jours", Days::parse);
            if (days.isPresent() && days.get().monthly() != frequence.equals("mensuelle")) {
                entry.fault("jours", "'" + entry.text("jours") + "' are no days of a flux that is " + frequence);
            }
            String plage = entry.text("plage");
            if (!calendar.windows().containsKey(plage)) {
                entry.fault("plage", "'" + plage + "' is no window of calendar.yaml");
                return null;
            }
            return days.map(each -> new Schedule(frequence, each, plage)).orElse(null);
        }
    }

    private Optional<Layout> layout(String flux, Entry entry) {
        try (entry) {
            List<RecordKind> records =
                    entry.entries("records").stream().map(this::record).toList();
            checkRecords(entry, records);
            Optional<Layout> layout = layout(flux, entry, records);
            layout.ifPresent(each -> checkEnds(entry, each));
            return layout;
        }
    }

    private Optional<Layout> layout(String flux, Entry entry, List<RecordKind> records) {
        String name = entry.text("envelope");
        Envelope envelope = envelopes.get(name);
        if (envelope == null) {
            entry.fault("envelope", "'" + name + "' is none of envelopes/: " + envelopes.keySet());
        }
        String version = entry.text("version");
        List<Charset> charsets = charsets(entry);
        String decimal = entry.text("decimal", ".");
        if (!decimal.equals(".") && !decimal.equals(",")) {
            entry.fault("decimal", "must be '.' or ','");
            decimal = ".";
        }
        if (envelope == null) {
            return Optional.empty();
        }
        checkBytes(entry, envelope, charsets, decimal);
        checkTexts(entry, envelope, charsets, records);
        return Optional.of(new Layout(flux, version, envelope, charsets, decimal.charAt(0), records, ""));
    }

    private static List<Charset> charsets(Entry entry) {
        List<Charset> charsets = new ArrayList<>();
        for (String name : entry.texts("charset")) {
            if (CHARSETS.stream().anyMatch(name::equalsIgnoreCase)) {
                charsets.add(Charset.forName(name));
            } else {
                entry.fault("charset", "'" + name + "' is none of " + CHARSETS);
            }
        }
        if (charsets.isEmpty()) {
            entry.fault("charset", "must name at least one of " + CHARSETS);
            charsets.add(StandardCharsets.UTF_8);
        }
        return List.copyOf(charsets);
    }

    private static void checkBytes(Entry entry, Envelope envelope, List<Charset> charsets, String decimal) {
        for (Charset charset : charsets) {
            if (String.valueOf(envelope.delimiter()).getBytes(charset).length != 1
                    || !charset.newEncoder().canEncode(envelope.delimiter())) {
                entry.fault("charset", "the delimiter '" + envelope.delimiter() + "' is not one byte in " + charset);
            }
        }
        if (decimal.equals(String.valueOf(envelope.delimiter()))) {
            entry.fault("decimal", "is the delimiter too");
        }
    }

    /** What lines are compared with must be writable in every charset that they may come in. */
    private static void checkTexts(Entry entry, Envelope envelope, List<Charset> charsets, List<RecordKind> records) {
        for (RecordKind kind :
                Stream.concat(envelope.ends().stream(), records.stream()).toList()) {
            String tag = kind.tag();
            if (tag != null && tag.indexOf(envelope.delimiter()) >= 0) {
                entry.fault("records", "the tag '" + tag + "' holds the delimiter");
            }
            Stream<String> formats = kind.fields().stream().map(Field::format).filter(Objects::nonNull);
            Stream.concat(
                            formats.map(LayoutReader::signs),
                            kind.fields().stream().flatMap(LayoutReader::texts))
                    .filter(text -> envelope.quote() == null && text.indexOf(envelope.delimiter()) >= 0)
                    .forEach(text -> entry.fault(
                            "envelope",
                            "'" + text + "' of '" + kind.name() + "' holds the delimiter, and no character quotes"));
            Stream<String> texts =
                    Stream.concat(Stream.ofNullable(tag), kind.fields().stream().flatMap(LayoutReader::texts));
            texts.filter(text -> charsets.stream()
                            .anyMatch(charset -> !charset.newEncoder().canEncode(text)))
                    .forEach(text ->
                            entry.fault("charset", "'" + text + "' of '" + kind.name() + "' cannot be written in it"));
        }
    }

    /** A format, with the signs that an offset may have. */
    private static String signs(String format) {
        return format.endsWith("XXX") ? format + " (+-:Z)" : format;
    }

    private static Stream<String> texts(Field field) {
        CodeList codes = field.codes();
        return Stream.of(
                        field.masks().stream(),
                        Stream.ofNullable(field.yes()),
                        Stream.ofNullable(field.no()),
                        codes == null
                                ? Stream.<String>empty()
                                : codes.codes().stream().map(CodeList.Code::code))
                .flatMap(each -> each);
    }

    private static void checkRecords(Entry entry, List<RecordKind> records) {
        if (records.isEmpty()) {
            entry.fault("records", "must hold at least one kind");
        }
        if (records.size() > 1 && records.stream().anyMatch(kind -> kind.tag() == null)) {
            entry.fault("records", "need a tag each, since there are several kinds");
        }
        if (records.stream().map(kind -> String.valueOf(kind.tag())).distinct().count() != records.size()) {
            entry.fault("records", "hold a tag twice");
        }
        if (records.stream().map(RecordKind::name).distinct().count() != records.size()) {
            entry.fault("records", "hold a name twice");
        }
        for (RecordKind kind : records) {
            if (kind.parent() != null
                    && records.stream().noneMatch(each -> each.name().equals(kind.parent()) && each.parent() == null)) {
                entry.fault(
                        "records",
                        "'" + kind.name() + "' has the parent '" + kind.parent()
                                + "', which is no kind of its own standing");
            }
        }
    }

    /** A file that lost its header or footer must not look whole. */
    private static void checkEnds(Entry entry, Layout layout) {
        for (RecordKind end : layout.envelope().ends()) {
            if (end.tag() != null
                    && layout.records().stream().anyMatch(kind -> end.tag().equals(kind.tag()))) {
                entry.fault("records", "the tag '" + end.tag() + "' is the " + end.name() + "'s too");
            }
        }
    }

    private RecordKind record(Entry entry) {
        try (entry) {
            List<Field> fields = fields(entry);
            Optional<String> key = entry.optionalText("key");
            if (key.isPresent()
                    && fields.stream().noneMatch(field -> field.name().equals(key.get()))) {
                entry.fault("key", "'" + key.get() + "' is no field here");
            }
            return new RecordKind(
                    recordName(entry),
                    tag(entry),
                    entry.optionalText("parent").orElse(null),
                    key.orElse(null),
                    entry.choice("trailing", Trailing.values(), Entry::lower, Trailing.REJECT) == Trailing.KEEP,
                    fields);
        }
    }

    private static String recordName(Entry entry) {
        String name = entry.text("name");
        if (!name.matches("[A-Za-z][A-Za-z0-9]*")) {
            entry.fault("name", "'" + name + "' must be ASCII letters and digits");
        }
        return name;
    }

    private enum Trailing {
        REJECT,
        KEEP
    }

    private List<Field> fields(Entry record) {
        List<Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Entry each : record.entries("fields")) {
            Field field = field(each);
            if (!names.add(field.name())) {
                each.fault("name", "'" + field.name() + "' stands twice");
            }
            fields.add(field);
        }
        if (fields.isEmpty()) {
            record.fault("fields", "must hold at least one field");
        }
        return List.copyOf(fields);
    }

    private Field field(Entry entry) {
        try (entry) {
            String name = entry.text("name");
            if (!name.matches("[A-Za-z][A-Za-z0-9]*") || RESERVED.contains(name)) {
                entry.fault("name", "'" + name + "' must be ASCII letters and digits and none of " + RESERVED);
            }
            FieldType type = entry.choice("type", FieldType.values(), FieldType::word, FieldType.TEXT);
            if (!entry.has("type")) {
                entry.fault("type", "is missing");
            }
            CodeList codes = type == FieldType.TEXT ? codes(entry) : null;
            Field field = new Field(
                    name,
                    type,
                    entry.flag("required"),
                    length(entry, type),
                    type == FieldType.DECIMAL ? entry.integer("scale", MOST_DIGITS, 0, MOST_DIGITS) : 0,
                    type.hasFormat() ? format(entry, type) : null,
                    type == FieldType.TEXT ? masks(entry) : List.of(),
                    codes,
                    codes != null
                            && entry.choice("unknown", Trailing.values(), Entry::lower, Trailing.REJECT)
                                    == Trailing.KEEP,
                    type == FieldType.BOOLEAN ? word(entry, "true") : null,
                    type == FieldType.BOOLEAN ? word(entry, "false") : null);
            if (field.yes() != null && field.yes().equals(field.no())) {
                entry.fault("false", "is the same text as true");
            }
            if (type == FieldType.DECIMAL && entry.has("scale") && field.scale() > field.length()) {
                entry.fault("scale", "exceeds the length, " + field.length());
            }
            return field;
        }
    }

    private static int length(Entry entry, FieldType type) {
        return switch (type) {
            case TEXT -> entry.integer("length", Integer.MAX_VALUE, 1, 100_000);
            case INTEGER, DECIMAL -> entry.integer("length", MOST_DIGITS, 1, MOST_DIGITS);
            case DATE, INSTANT, GAS_DAY, BOOLEAN -> Integer.MAX_VALUE;
        };
    }

    private static List<String> masks(Entry entry) {
        List<String> masks = entry.texts("mask");
        if (masks.stream().anyMatch(String::isEmpty)) {
            entry.fault("mask", "must not be empty: an empty field is absent");
        }
        return masks;
    }

    private static String word(Entry entry, String key) {
        String word = entry.text(key);
        if (word.isEmpty()) {
            entry.fault(key, "must not be empty: an empty field is absent");
        }
        return word;
    }

    /** Keys that the JSON of every record may hold besides its fields. */
    private static final List<String> RESERVED = List.of("enregistrement", "parent", "supplement");

    private @Nullable CodeList codes(Entry entry) {
        Optional<String> name = entry.optionalText("codes");
        if (name.isEmpty()) {
            return null;
        }
        usedCodes.add(name.get());
        CodeList list = codes.get(name.get());
        if (list == null) {
            entry.fault("codes", "'" + name.get() + "' is none of codes/");
        }
        return list;
    }

    private static String format(Entry entry, FieldType type) {
        if (!entry.has("format")) {
            entry.fault("format", "is missing");
            return "yyyyMMdd";
        }
        String format = entry.text("format");
        String letters = format.replaceAll("[^A-Za-z]", "");
        String known = type == FieldType.INSTANT ? "yyyyMMddHHmmss" : "yyyyMMdd";
        boolean day = format.contains("yyyy") && format.contains("MM") && format.contains("dd");
        String rest = letters.replaceFirst("yyyy", "").replaceFirst("MM", "").replaceFirst("dd", "");
        if (type == FieldType.INSTANT) {
            rest = rest.replaceFirst("HH", "")
                    .replaceFirst("mm", "")
                    .replaceFirst("ss", "")
                    .replaceFirst("T", "");
            if (format.endsWith("XXX")) {
                rest = rest.replaceFirst("XXX", "");
            }
        }
        boolean ascii = format.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        boolean wholeTime =
                (!format.contains("mm") || format.contains("HH")) && (!format.contains("ss") || format.contains("mm"));
        if (!day || !rest.isEmpty() || !ascii || !wholeTime) {
            entry.fault(
                    "format",
                    "'" + format + "' must be made of " + known + " in any order, each once, and signs between"
                            + (type == FieldType.INSTANT ? ", 'T', and XXX at the end" : ""));
        }
        return format;
    }
}
