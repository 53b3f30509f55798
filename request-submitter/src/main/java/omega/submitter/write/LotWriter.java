package omega.submitter.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import omega.catalogue.DemandeKind;
import omega.catalogue.Envelope;
import omega.catalogue.Field;
import omega.catalogue.FieldType;
import omega.catalogue.RecordKind;
import omega.clock.OmegaClock;
import omega.submitter.check.DemandeValide;

/** Writes the files of one kind of mass request (§3.2.2, §3.2.3). Stateless; the same arguments give the same bytes. */
public final class LotWriter {
    /** A ZIP's times start in 1980; later ones without a zone need no extra field. */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final DemandeKind kind;
    private final Envelope envelope;
    private final String endOfLine;

    public LotWriter(DemandeKind kind) {
        this.kind = kind;
        this.envelope = kind.layout().envelope();
        this.endOfLine = envelope.endOfLine() == Envelope.EndOfLine.CRLF ? "\r\n" : "\n";
    }

    /**
     * @param partenaire the sender, in the header and in the names
     * @param creation the instant of the header and of the names, written in Paris time
     * @throws IllegalArgumentException when there is no request, more than the kind's maximum, one of another kind, or when a header field does
     *     not fit or cannot be written in the kind's charset
     */
    public LotFile write(String partenaire, Instant creation, long sequence, List<DemandeValide> demandes) {
        if (demandes.isEmpty() || demandes.size() > kind.max()) {
            throw new IllegalArgumentException(
                    "a file of " + kind.code() + " holds 1 to " + kind.max() + " requests, not " + demandes.size());
        }
        ZonedDateTime paris = creation.atZone(OmegaClock.PARIS);
        StringBuilder text = new StringBuilder(demandes.size() * 96 + 256);
        end(envelope.header(), partenaire, paris, sequence, demandes.size(), text);
        RecordKind line = kind.line();
        for (DemandeValide demande : demandes) {
            if (!demande.kind().equals(kind.code())) {
                throw new IllegalArgumentException(
                        "a file of " + kind.code() + " cannot hold a request of " + demande.kind());
            }
            line(line.tag() == null ? "" : line.tag() + envelope.delimiter(), demande.cells(), text);
        }
        end(envelope.footer(), partenaire, paris, sequence, demandes.size(), text);
        byte[] member = bytes(text);
        String memberName = kind.member().format(partenaire, paris.toLocalDateTime(), sequence);
        byte[] archive = zip(memberName, member);
        return new LotFile(
                kind.archive().format(partenaire, paris.toLocalDateTime(), sequence),
                memberName,
                member,
                archive,
                sha256(archive));
    }

    private void line(String start, List<String> cells, StringBuilder text) {
        text.append(start);
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                text.append(envelope.delimiter());
            }
            text.append(cells.get(i));
        }
        text.append(endOfLine);
    }

    private void end(
            RecordKind end, String partenaire, ZonedDateTime creation, long sequence, int count, StringBuilder text) {
        List<String> cells = end.fields().stream()
                .map(field -> cell(field, partenaire, creation, sequence, count))
                .toList();
        line(end.tag() == null ? "" : end.tag() + envelope.delimiter(), cells, text);
    }

    private String cell(Field field, String partenaire, ZonedDateTime creation, long sequence, int count) {
        String value = switch (field.name()) {
            case Envelope.FLUX -> kind.code();
            case Envelope.VERSION -> kind.layout().version();
            case Envelope.EMETTEUR -> partenaire;
            case Envelope.DESTINATAIRE -> kind.destinataire();
            case Envelope.CREATION -> field.formatter().format(creation);
            case Envelope.SEQUENCE -> Long.toString(sequence);
            case Envelope.NOMBRE -> Long.toString(envelope.counts().of(count));
            default -> "";
        };
        boolean measured = field.type() == FieldType.TEXT || field.type() == FieldType.INTEGER;
        if ((measured && value.length() > field.length()) || value.indexOf(envelope.delimiter()) >= 0) {
            throw new IllegalArgumentException(
                    "'" + value + "' does not fit '" + field.name() + "' of the " + envelope.name() + " envelope");
        }
        return value;
    }

    private byte[] bytes(CharSequence text) {
        try {
            ByteBuffer bytes = kind.charset().newEncoder().encode(CharBuffer.wrap(text));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not all of it can be written in " + kind.charset(), e);
        }
    }

    private static byte[] zip(String name, byte[] member) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(member.length / 4 + 256);
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.DEFAULT_COMPRESSION);
            ZipEntry entry = new ZipEntry(name);
            entry.setTimeLocal(ENTRY_TIME);
            zip.putNextEntry(entry);
            zip.write(member);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
