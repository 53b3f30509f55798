package omega.fetcher.inspect;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import omega.catalogue.Envelope;
import omega.catalogue.Flux;
import omega.catalogue.Layout;
import omega.catalogue.Transports.Limits;
import omega.clock.OmegaClock;
import omega.fetcher.ledger.FileFault;
import omega.fetcher.ledger.FileFault.Code;
import omega.layout.LineFault;
import omega.layout.LineReader;

/**
 * One pass over a whole archive: is it sound from the first byte to the last (§3.2.2)? Streams, in flat memory. For one archive.
 */
public final class Inspection {
    /** If most of the first lines do not fit, it is the layout that does not, not the lines. */
    private static final int SAMPLE = 1000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Flux flux;
    private final String partner;
    private final Limits limits;
    private final Instant otherwise;
    private final List<FileFault> faults = new ArrayList<>();

    /** {@code otherwise} is the publication's date where the header tells none. */
    public Inspection(Flux flux, String partner, Limits limits, Instant otherwise) {
        this.flux = flux;
        this.partner = partner;
        this.limits = limits;
        this.otherwise = otherwise;
    }

    /** Inspects an archive on disk. */
    public Verdict inspect(Path archive) throws IOException {
        try (Member member = Member.open(archive, limits);
                InputStream in = member.stream()) {
            if (flux.member().match(member.name()).isEmpty()) {
                return unsound(
                        FileFault.of(Code.NOM_DE_MEMBRE, "the entry's name is not of the form " + flux.member()));
            }
            return inspect(in);
        } catch (Member.Unsound e) {
            return new Verdict.Unsound(List.of(e.fault()));
        } catch (Member.Unsound.Reading e) {
            return new Verdict.Unsound(List.of(e.fault()));
        }
    }

    /** Inspects the bytes of an archive's member. */
    public Verdict inspect(InputStream in) throws IOException {
        Lines lines = new Lines(in, limits.line());
        if (!lines.next()) {
            return unsound(FileFault.of(Code.FICHIER_VIDE, "the file has no line"));
        }
        if (lines.tooLong()) {
            return unsound(tooLong(lines));
        }
        lines.skipByteOrderMark();
        byte[] header = Arrays.copyOfRange(lines.bytes(), lines.from(), lines.to());
        Optional<Layout> layout = layout(lines, header);
        return layout.isPresent() ? body(lines, layout.get(), header) : new Verdict.Unsound(List.copyOf(faults));
    }

    /** The version that the header decides for; faults tell why there is none. */
    private Optional<Layout> layout(Lines lines, byte[] line) throws IOException {
        List<FileFault> unread = new ArrayList<>();
        for (Layout each : flux.layouts()) {
            Decoding decoding = new Decoding(each.charsets());
            decoding.check(lines);
            Charset charset = decoding.charset().orElse(each.charsets().getFirst());
            LineReader reader = new LineReader(each, charset, day(otherwise));
            boolean header = reader.readHeader(line, 0, line.length);
            if (!header || decoding.charset().isEmpty()) {
                unread.add(unreadable(each, header ? List.of() : reader.faults(), decoding));
                continue;
            }
            Header told = header(reader);
            Optional<FileFault> foreign = foreign(told);
            if (foreign.isPresent()) {
                faults.add(foreign.get());
                continue;
            }
            Optional<String> version = told.text(Envelope.VERSION);
            if (version.isEmpty() || version.get().equals(each.version())) {
                faults.clear();
                return Optional.of(each);
            }
            faults.add(FileFault.at(
                    Code.VERSION_INCONNUE,
                    1,
                    0,
                    "the header says version " + version.get() + " of " + flux.code() + ", the pack has "
                            + flux.layouts().stream().map(Layout::version).toList()));
        }
        faults.subList(Math.min(1, faults.size()), faults.size()).clear();
        if (faults.isEmpty()) {
            faults.add(unread.getFirst());
        }
        return Optional.empty();
    }

    /** Of a byte that is no character and a field that is no header's, the one that stands first: what is no header at all is told as that. */
    private FileFault unreadable(Layout layout, List<LineFault> misread, Decoding decoding) {
        FileFault undecodable = decoding.charset().isPresent() ? null : decoding.fault();
        if (misread.isEmpty()
                || (undecodable != null
                        && undecodable.column() <= misread.getFirst().column())) {
            return Objects.requireNonNull(undecodable);
        }
        LineFault fault = misread.getFirst();
        return FileFault.at(
                Code.ENTETE_ABSENT,
                1,
                fault.column(),
                "the first line is no header of " + flux.code() + " " + layout.version() + ": "
                        + (fault.field().isEmpty() ? "" : fault.field() + ": ") + fault.reason());
    }

    private Optional<FileFault> foreign(Header header) {
        Optional<String> foreignFlux = header.text(Envelope.FLUX).filter(each -> !each.equals(flux.code()));
        if (foreignFlux.isPresent()) {
            return Optional.of(FileFault.at(
                    Code.ENTETE_ETRANGER,
                    1,
                    0,
                    "the header is of " + foreignFlux.get() + ", the file of " + flux.code()));
        }
        return header.text(Envelope.DESTINATAIRE)
                .filter(each -> !each.equals(partner))
                .map(each -> FileFault.at(
                        Code.ENTETE_ETRANGER,
                        1,
                        0,
                        "the header is addressed to " + each + ", the file came to " + partner));
    }

    private Verdict body(Lines lines, Layout layout, byte[] headerLine) throws IOException {
        Decoding decoding = new Decoding(layout.charsets());
        decoding.check(lines);
        checkEnd(lines, layout);
        Instant creation = creation(layout, decoding.charset().orElseThrow(), headerLine);
        Body body = new Body(layout, decoding, creation);
        while (lines.next()) {
            if (lines.tooLong()) {
                return unsound(tooLong(lines));
            }
            decoding.check(lines);
            checkEnd(lines, layout);
            body.add(lines);
        }
        body.end(lines.number());
        Optional<Charset> charset = decoding.charset();
        if (charset.isEmpty()) {
            faults.addFirst(decoding.fault());
        }
        if (!faults.isEmpty()) {
            return new Verdict.Unsound(List.copyOf(faults));
        }
        LineReader reader = new LineReader(layout, charset.orElseThrow(), day(creation));
        reader.readHeader(headerLine, 0, headerLine.length);
        return new Verdict.Sound(
                layout,
                charset.orElseThrow(),
                !charset.orElseThrow().equals(layout.charsets().getFirst()),
                header(reader),
                creation,
                body.details,
                body.bytes);
    }

    private Instant creation(Layout layout, Charset charset, byte[] line) throws IOException {
        LineReader reader = new LineReader(layout, charset, day(otherwise));
        reader.readHeader(line, 0, line.length);
        return header(reader).creation().orElse(otherwise);
    }

    private static Header header(LineReader reader) throws IOException {
        return new Header(JSON.readValue(reader.json(), new TypeReference<Map<String, Object>>() {}));
    }

    private static LocalDate day(Instant instant) {
        return instant.atZone(OmegaClock.PARIS).toLocalDate();
    }

    private void checkEnd(Lines lines, Layout layout) {
        boolean wrong = switch (layout.envelope().endOfLine()) {
            case ANY -> false;
            case LF -> lines.endsInCrLf();
            case CRLF -> lines.endsInLf();
        };
        if (wrong && faults.stream().noneMatch(fault -> fault.code() == Code.FIN_DE_LIGNE)) {
            faults.add(FileFault.at(
                    Code.FIN_DE_LIGNE,
                    lines.number(),
                    0,
                    "lines must end in " + layout.envelope().endOfLine()));
        }
    }

    private FileFault tooLong(Lines lines) {
        return FileFault.at(
                Code.LIGNE_TROP_LONGUE, lines.number(), limits.line(), "the line exceeds " + limits.line() + " bytes");
    }

    private static Verdict unsound(FileFault fault) {
        return new Verdict.Unsound(List.of(fault));
    }

    /**
     * The lines after the header. Only the end of the file tells which was the last, the footer; so each line waits until
     * another one follows, and empty lines wait with it.
     */
    private final class Body {
        private final Layout layout;
        private final Decoding decoding;
        private final LocalDate day;
        private Charset charset;
        private LineReader reader;
        private byte[] waiting = new byte[1024];
        private int length = -1;
        private long number;
        private long blanks;
        private long details;
        private long bytes;
        private int sampled;
        private int misfits;
        private long groupBytes;
        private @org.jspecify.annotations.Nullable LineFault misfit;

        Body(Layout layout, Decoding decoding, Instant creation) {
            this.layout = layout;
            this.decoding = decoding;
            this.day = day(creation);
            this.charset = decoding.charset().orElseThrow();
            this.reader = new LineReader(layout, charset, day);
        }

        void add(Lines lines) {
            decode();
            bytes += lines.to() - lines.from() + 1L;
            if (lines.isEmpty()) {
                blanks++;
                return;
            }
            settle();
            int size = lines.to() - lines.from();
            if (waiting.length < size) {
                waiting = new byte[size * 2];
            }
            System.arraycopy(lines.bytes(), lines.from(), waiting, 0, size);
            length = size;
            number = lines.number();
        }

        /** The reader goes on in the next charset once the lines no longer decode in the first. */
        private void decode() {
            Charset now = decoding.charset().orElse(charset);
            if (!now.equals(charset)) {
                charset = now;
                reader = new LineReader(layout, charset, day);
            }
        }

        /** The waiting line is not the last, so it is a detail; so are the empty ones after it. */
        private void settle() {
            if (length >= 0) {
                details++;
                if (sampled < SAMPLE) {
                    sampled++;
                    if (!reader.read(waiting, 0, length, number)) {
                        misfits++;
                        misfit = misfit == null ? reader.faults().getFirst() : misfit;
                    }
                }
                group();
            }
            details += blanks;
            groupBytes += blanks;
            blanks = 0;
        }

        private void group() {
            if (!layout.hasGroups()) {
                return;
            }
            groupBytes = length + 1 + (reader.startsGroup(waiting, 0, length) ? 0 : groupBytes);
            if (groupBytes > limits.line()
                    && faults.stream().noneMatch(fault -> fault.code() == Code.GROUPE_TROP_LONG)) {
                faults.add(FileFault.at(
                        Code.GROUPE_TROP_LONG,
                        number,
                        0,
                        "the lines that belong together exceed " + limits.line() + " bytes"));
            }
        }

        void end(long lastLine) {
            if (length < 0) {
                faults.add(FileFault.at(Code.PIED_ABSENT, lastLine, 0, "the file ends after its header"));
                return;
            }
            if (decoding.charset().isEmpty()) {
                return;
            }
            if (!reader.readFooter(waiting, 0, length, number)) {
                LineFault fault = reader.faults().getFirst();
                faults.add(FileFault.at(
                        Code.PIED_ABSENT, number, fault.column(), "the last line is no footer: " + fault.reason()));
            } else {
                count();
            }
            if (misfit != null && misfits * 2 > sampled) {
                faults.add(FileFault.at(
                        Code.MISE_EN_PAGE,
                        misfit.line(),
                        misfit.column(),
                        misfits + " of the first " + sampled + " lines do not fit layout " + layout.version()
                                + "; the first one: " + misfit.code() + " " + misfit.field()));
            }
        }

        private void count() {
            try {
                long expected = layout.envelope().counts().of(details);
                header(reader)
                        .text(Envelope.NOMBRE)
                        .filter(told -> Long.parseLong(told) != expected)
                        .ifPresent(told -> faults.add(FileFault.at(
                                Code.PIED_INCOHERENT,
                                number,
                                0,
                                "the footer counts " + told + ", the file has " + expected)));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("a footer's own JSON", e);
            }
        }
    }

    /** The flux that a first line claims in any envelope of the pack; tells a misnamed file from an unknown one. */
    public static Optional<String> claimedFlux(Path archive, Iterable<Flux> known, Limits limits) throws IOException {
        try (Member member = Member.open(archive, limits);
                InputStream in = member.stream()) {
            Lines lines = new Lines(in, limits.line());
            if (!lines.next()) {
                return Optional.empty();
            }
            for (Flux flux : known) {
                for (Layout layout : flux.layouts()) {
                    LineReader reader = new LineReader(layout, StandardCharsets.US_ASCII, LocalDate.EPOCH);
                    if (reader.readHeader(lines.bytes(), lines.from(), lines.to())) {
                        return header(reader).text(Envelope.FLUX);
                    }
                }
            }
        } catch (Member.Unsound | Member.Unsound.Reading e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
