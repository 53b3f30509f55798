package omega.simulator.publish;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import omega.catalogue.Envelope;
import omega.catalogue.Field;
import omega.catalogue.Layout;
import omega.catalogue.RecordKind;
import omega.simulator.play.Fault;

/**
 * Writes one archive (§3.2.2): a zip of one member, framed by header and footer. Streams, so that memory is flat however large the
 * member; the same order gives the same bytes.
 */
final class Printing {
    private static final long BOMB = 64L << 20;
    /** No character in any charset but the ISO ones: a lone continuation in UTF-8, a hole in Windows-1252. */
    private static final byte UNDECODABLE = (byte) 0x81;

    private static final char NEVER = '\u0001';
    private static final char NOT_EITHER = '\u0002';

    private final Order order;
    private final Layout layout;
    private final Envelope envelope;
    private final Charset charset;
    private final List<RecordKind> roots;
    private final Subjects subjects;
    private final LineFaults faults;
    private final Map<String, Filling> fillings = new HashMap<>();
    private final List<String> hit = new ArrayList<>();
    private long details;

    private Printing(Order order, Register register) {
        this.order = order;
        this.layout = order.layout();
        this.envelope = layout.envelope();
        this.charset = layout.charsets().getFirst();
        this.roots = Subjects.roots(layout);
        this.subjects = new Subjects(order.flux(), layout, register, order.jour(), order.dice());
        layout.records()
                .forEach(kind ->
                        fillings.put(kind.name(), new Filling(kind, layout, charset, order.jour(), order.paris())));
        this.faults = new LineFaults(order.fautes(), order.tauxLignes(), order.dice(), groups());
    }

    /** Writes {@code order} to {@code file}, which must not exist. */
    static Printed print(Order order, Register register, Path file) throws IOException {
        return new Printing(order, register).print(file);
    }

    private Printed print(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 1 << 16)) {
            if (order.has(Fault.ARCHIVE_VIDE)) {
                hit.add(Fault.ARCHIVE_VIDE.name());
            } else {
                archive(out);
            }
        }
        if (order.has(Fault.ZIP_TRONQUE)) {
            hit.add(Fault.ZIP_TRONQUE.name());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() * 2 / 3);
            }
        }
        boolean whole = hit.isEmpty();
        List<String> all = new ArrayList<>(hit);
        all.addAll(faults.hit());
        return new Printed(details, whole ? faults.rejected() : 0, List.copyOf(all));
    }

    private void archive(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(order.has(Fault.BOMBE) ? Deflater.BEST_COMPRESSION : Deflater.BEST_SPEED);
        zip.putNextEntry(entry(has(Fault.CHEMIN) ? "../../" + order.membre() : order.membre()));
        if (!has(Fault.FICHIER_VIDE)) {
            member(zip);
        }
        zip.closeEntry();
        if (has(Fault.DEUX_ENTREES)) {
            zip.putNextEntry(entry("copie-" + order.membre()));
            zip.write("2".getBytes(charset));
            zip.closeEntry();
        }
        zip.finish();
    }

    /** Whether a fault is asked for that can always be had; it counts as done. */
    private boolean has(Fault fault) {
        if (order.has(fault)) {
            hit.add(fault.name());
            return true;
        }
        return false;
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(order.paris().toLocalDateTime());
        return entry;
    }

    private void member(OutputStream zip) throws IOException {
        OutputStreamWriter writer = new OutputStreamWriter(
                zip,
                charset.newEncoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        Character quote = envelope.quote();
        CsvWriter csv = CsvWriter.builder()
                .fieldSeparator(envelope.delimiter())
                .quoteCharacter(quote == null ? NEVER : quote)
                .commentCharacter(NOT_EITHER)
                .lineDelimiter(endOfLine())
                .bufferSize(1 << 15)
                .build(writer);
        if (!has(Fault.ENTETE_ABSENT)) {
            csv.writeRecord(end(envelope.header(), 0));
        }
        details(csv, zip);
        if (!has(Fault.PIED_ABSENT)) {
            csv.writeRecord(end(envelope.footer(), envelope.counts().of(details) + (has(Fault.PIED_FAUX) ? 1 : 0)));
        }
        csv.flush();
    }

    private LineDelimiter endOfLine() {
        return switch (envelope.endOfLine()) {
            case ANY -> Dice.below(Dice.mix(0, order.flux().code()), 2) == 0 ? LineDelimiter.LF : LineDelimiter.CRLF;
            case LF -> LineDelimiter.LF;
            case CRLF -> LineDelimiter.CRLF;
        };
    }

    /** How many groups of lines there will be. */
    private long groups() {
        return order.told().rows().size() + (order.told().invented() ? subjects.count() : 0);
    }

    private void details(CsvWriter csv, OutputStream zip) throws IOException {
        try (Stream<List<Line>> stream = lines()) {
            for (Iterator<List<Line>> each = stream.iterator(); each.hasNext(); ) {
                List<Line> group = each.next();
                faults.spoil(group);
                if (order.has(Fault.OCTETS_INDECODABLES) && details == 0 && isUndecodable()) {
                    hit.add(Fault.OCTETS_INDECODABLES.name());
                    csv.flush();
                    zip.write(UNDECODABLE);
                }
                if (order.has(Fault.MISE_EN_PAGE)) {
                    group.replaceAll(this::misfit);
                }
                write(group, csv);
                if (order.has(Fault.BOMBE)) {
                    break;
                }
            }
        }
        if (order.has(Fault.BOMBE)) {
            bomb(csv);
        }
    }

    /** Known lines first, then those of the register. */
    private Stream<List<Line>> lines() {
        Stream<List<Line>> known = order.told().rows().stream().map(row -> {
            List<Line> group = new ArrayList<>();
            add(roots.getFirst(), row, group);
            return group;
        });
        return order.told().invented() ? Stream.concat(known, subjects.roots().map(this::group)) : known;
    }

    /** A known line and, where the layout has a kind for them, those below it. */
    private void add(RecordKind kind, Row row, List<Line> group) {
        Map<String, Object> values = new HashMap<>(row.values());
        kind.fields().stream()
                .filter(field -> !field.required())
                .forEach(field -> values.putIfAbsent(field.name(), ""));
        LocalDate day = order.jour();
        Subject subject = new Subject(Dice.mix(order.dice(), group.size()), null, day, day.plusDays(1), null, values);
        group.add(new Line(kind, Arrays.asList(filling(kind).line(subject))));
        layout.records().stream()
                .filter(each -> kind.name().equals(each.parent()))
                .findFirst()
                .ifPresent(below -> row.children().forEach(child -> add(below, child, group)));
    }

    private void write(List<Line> group, CsvWriter csv) {
        for (Line line : group) {
            csv.writeRecord(line.fields());
        }
        details += group.size();
    }

    private Line misfit(Line line) {
        Line shortened = LineFaults.shortened(line);
        if (shortened != null && !hit.contains(Fault.MISE_EN_PAGE.name())) {
            hit.add(Fault.MISE_EN_PAGE.name());
        }
        return shortened == null ? line : shortened;
    }

    /** Long lines of one character: they take no room in the archive. */
    private void bomb(CsvWriter csv) {
        hit.add(Fault.BOMBE.name());
        String line = "0".repeat(50_000);
        for (long done = 0; done < BOMB; done += line.length()) {
            csv.writeRecord(line);
            details++;
        }
    }

    private boolean isUndecodable() {
        for (Charset candidate : layout.charsets()) {
            try {
                candidate.newDecoder().decode(ByteBuffer.wrap(new byte[] {UNDECODABLE, '1'}));
                return false;
            } catch (CharacterCodingException e) {
                // as it should be
            }
        }
        return true;
    }

    private List<Line> group(Subject subject) {
        RecordKind root = roots.get(Dice.below(Dice.mix(subject.dice(), 5), roots.size()));
        List<Line> group = new ArrayList<>();
        add(root, subject, group);
        return group;
    }

    private void add(RecordKind kind, Subject subject, List<Line> group) {
        group.add(new Line(kind, Arrays.asList(filling(kind).line(subject))));
        for (RecordKind child : layout.records()) {
            if (kind.name().equals(child.parent())) {
                subjects.children(child, subject).forEach(each -> add(child, each, group));
            }
        }
    }

    private Filling filling(RecordKind kind) {
        Filling filling = fillings.get(kind.name());
        if (filling == null) {
            throw new IllegalStateException(kind.name());
        }
        return filling;
    }

    /** The header, or the footer with its count. */
    private String[] end(RecordKind kind, long count) {
        Subject about =
                new Subject(Dice.mix(order.dice(), kind.name()), null, order.jour(), order.jour(), null, own(count));
        String[] line = new Filling(kind, layout, charset, order.jour(), order.paris()).line(about);
        int first = kind.tag() == null ? 0 : 1;
        for (int i = 0; kind.equals(envelope.header()) && i < kind.fields().size(); i++) {
            foreign(kind.fields().get(i), i + first, line);
        }
        return line;
    }

    private void foreign(Field field, int at, String[] line) {
        if (field.name().equals(Envelope.DESTINATAIRE) && order.has(Fault.ENTETE_AUTRE_PARTENAIRE)) {
            line[at] = "AUTRE";
            hit.add(Fault.ENTETE_AUTRE_PARTENAIRE.name());
        }
        if (field.name().equals(Envelope.FLUX) && order.has(Fault.ENTETE_AUTRE_FLUX)) {
            line[at] = order.code().equals("REMM") ? "COK1" : "REMM";
            hit.add(Fault.ENTETE_AUTRE_FLUX.name());
        }
        if (field.name().equals(Envelope.VERSION) && order.has(Fault.VERSION_INCONNUE)) {
            line[at] = "99";
            hit.add(Fault.VERSION_INCONNUE.name());
        }
    }

    private Map<String, Object> own(long count) {
        return Map.of(
                Envelope.FLUX,
                order.code(),
                Envelope.VERSION,
                layout.version(),
                Envelope.EMETTEUR,
                "GRDF",
                Envelope.DESTINATAIRE,
                order.partenaire(),
                Envelope.CREATION,
                order.paris(),
                Envelope.SEQUENCE,
                order.sequence(),
                Envelope.NOMBRE,
                count,
                "reference",
                order.code() + "-" + order.sequence());
    }
}
