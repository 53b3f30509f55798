package omega.submitter.accept;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import omega.channel.FileName;
import omega.submitter.check.Demande;
import omega.submitter.check.DemandeFault;
import omega.submitter.check.DemandeFault.Code;
import org.jspecify.annotations.Nullable;

/**
 * Requests from a CSV, or from the one CSV in a ZIP. Its first line names columns: those of a request ({@code idDemande}, {@code kind} …, {@code partenaire}) and
 * kinds' own fields, which are empty in lines of other kinds. UTF-8 with or without Excel's mark, or Windows-1252; {@code ;}, {@code ,} or TAB.
 */
public final class CsvFile {
    /** Bytes at most, unpacked. */
    public static final int LARGEST = 32 << 20;

    private static final int LONGEST_LINE = 64 * 1024;
    private static final Set<String> OWN =
            Set.of("idDemande", "kind", "pce", "dateSouhaitee", "echeance", "priorite", "partenaire");

    private final byte[] bytes;
    private final String name;
    private final @Nullable String partner;
    private final @Nullable String kind;
    private final Charset charset;
    private int at;
    private int line;
    private char delimiter;
    private List<String> columns = List.of();

    /**
     * @param name how its lines are named as a source
     * @param partner of lines without one
     * @param kind of lines without one
     * @throws IOException with a message for its sender, when there is no CSV of requests in it
     */
    public CsvFile(byte[] body, String name, @Nullable String partner, @Nullable String kind) throws IOException {
        this.bytes = unpack(body);
        this.name = FileName.printable(name);
        this.partner = partner;
        this.kind = kind;
        boolean marked =
                bytes.length > 2 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        this.at = marked ? 3 : 0;
        if (bytes.length > 1 && (bytes[0] & 0xFF) + (bytes[1] & 0xFF) == 0xFF + 0xFE && bytes[0] < 0 && bytes[1] < 0) {
            throw new IOException("the file is UTF-16: save it as CSV UTF-8");
        }
        this.charset = guess(marked);
        header();
    }

    private static byte[] unpack(byte[] body) throws IOException {
        if (body.length < 4 || body[0] != 'P' || body[1] != 'K') {
            return body;
        }
        byte[] csv = null;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(body))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().toLowerCase(Locale.ROOT).endsWith(".csv")
                        && !entry.getName().startsWith("__MACOSX/")) {
                    if (csv != null) {
                        throw new IOException("the ZIP holds several CSV files; send them one by one");
                    }
                    csv = readAtMost(zip);
                }
            }
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            throw new IOException("the ZIP is damaged: " + FileName.printable(String.valueOf(e.getMessage())), e);
        } catch (IllegalArgumentException e) {
            throw new IOException("the ZIP is damaged: a name in it cannot be read", e);
        }
        if (csv == null) {
            throw new IOException("the ZIP holds no .csv");
        }
        return csv;
    }

    /** @throws IOException when there is more than {@link #LARGEST} */
    public static byte[] readAtMost(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new IOException("more than " + (LARGEST >> 20) + " MiB; cut it into several files");
        }
        return bytes;
    }

    /**
     * By the majority of the lines that can tell: a damaged line must not make nonsense of all the others. Excel's mark promises UTF-8, but some put it before
     * Windows-1252: so it is read where no line at all keeps the promise.
     */
    private Charset guess(boolean marked) {
        int utf8 = 0;
        int other = 0;
        for (int from = at, end; from < bytes.length; from = end + 1) {
            end = endOfLine(from);
            boolean plain = true;
            for (int i = from; i < end && plain; i++) {
                plain = bytes[i] >= 0;
            }
            if (!plain) {
                if (decode(from, end, StandardCharsets.UTF_8) != null) {
                    utf8++;
                } else {
                    other++;
                }
            }
        }
        return utf8 >= other || (marked && utf8 > 0) ? StandardCharsets.UTF_8 : Charset.forName("windows-1252");
    }

    private int endOfLine(int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private @Nullable String decode(int from, int end, Charset as) {
        try {
            return as.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, end - from))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private void header() throws IOException {
        String first = "";
        while (first.isBlank() && at < bytes.length) {
            int from = at;
            int end = endOfLine(from);
            at = end + 1;
            line++;
            String text = end - from > LONGEST_LINE ? null : decode(from, end, charset);
            if (text == null) {
                throw new IOException("the first line cannot be read as " + charset);
            }
            first = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            if (first.regionMatches(true, 0, "sep=", 0, 4) && first.length() == 5) {
                delimiter = first.charAt(4);
                first = "";
            }
        }
        if (delimiter == 0) {
            delimiter = CsvLine.delimiter(first);
        }
        try {
            columns =
                    CsvLine.cells(first, delimiter).stream().map(String::strip).toList();
        } catch (CsvLine.Broken e) {
            throw new IOException("the first line must name the columns: " + e.getMessage(), e);
        }
        while (!columns.isEmpty() && columns.getLast().isEmpty()) {
            columns = columns.subList(0, columns.size() - 1);
        }
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw new IOException("the first line names '" + FileName.printable(column) + "' twice");
            }
        }
        if (!seen.contains("idDemande") || (!seen.contains("kind") && kind == null)) {
            throw new IOException("the first line must name the columns, idDemande and kind among them:"
                    + " idDemande;kind;pce;dateSouhaitee;echeance;priorite and the kind's own fields");
        }
    }

    /** Reads the next lines, at most {@code most}; {@code sink} gets each with its number, the first line's being 1. False at the end. */
    public boolean read(int most, BiConsumer<Integer, Entree> sink) {
        int read = 0;
        while (at < bytes.length && read < most) {
            int from = at;
            int end = endOfLine(from);
            at = end + 1;
            line++;
            Entree entry = entry(from, end);
            if (entry != null) {
                sink.accept(line, entry);
                read++;
            }
        }
        return at < bytes.length;
    }

    /** Null for a line that holds nothing. */
    private @Nullable Entree entry(int from, int end) {
        String source = "fichier:" + name + ":" + line;
        if (end - from > LONGEST_LINE) {
            return broken(Code.TROP_GRAND, "is longer than " + LONGEST_LINE + " bytes", source);
        }
        String text = decode(from, end, charset);
        if (text == null) {
            return broken(Code.CARACTERE_INTERDIT, "holds bytes that are not " + charset, source);
        }
        if (text.isBlank()) {
            return null;
        }
        List<String> cells;
        try {
            cells = CsvLine.cells(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, delimiter);
        } catch (CsvLine.Broken e) {
            return broken(Code.LIGNE_INVALIDE, String.valueOf(e.getMessage()), source);
        }
        if (cells.stream().allMatch(String::isEmpty)) {
            return null;
        }
        boolean more = cells.stream().skip(columns.size()).anyMatch(each -> !each.isEmpty());
        if (more || cells.size() < columns.size()) {
            return broken(
                    Code.LIGNE_INVALIDE,
                    "has " + cells.size() + " cells; the first line names " + columns.size(),
                    source);
        }
        return request(cells, source);
    }

    private Entree broken(Code code, String reason, String source) {
        return new Entree.Illisible(partner, new DemandeFault(code, "", reason), source);
    }

    private Entree request(List<String> cells, String source) {
        Map<String, String> own = new LinkedHashMap<>();
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                (OWN.contains(columns.get(i)) ? own : fields).put(columns.get(i), cells.get(i));
            }
        }
        Demande demande = new Demande(
                own.get("idDemande"),
                own.getOrDefault("kind", kind),
                own.get("pce"),
                own.get("dateSouhaitee"),
                own.get("echeance"),
                own.get("priorite"),
                fields);
        return new Entree.Lue(own.getOrDefault("partenaire", partner), demande, new ArrayList<>(), source);
    }
}
