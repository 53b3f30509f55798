package omega.simulator.judge;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import omega.catalogue.DemandeKind;
import omega.catalogue.Envelope;
import omega.catalogue.Field;
import omega.catalogue.RecordKind;
import omega.simulator.books.Jugement;
import omega.simulator.books.Jugement.Ligne;
import omega.simulator.judge.Lecture.Lignes;
import omega.simulator.judge.Lecture.Refus;
import org.jspecify.annotations.Nullable;

/**
 * Level 1's reading of one file of requests, against its kind in the pack: archive, header, footer, charset, then each line. The first
 * fault of a line decides. For one file.
 */
final class Reading {
    private static final char NEVER = '\u0001';

    private final DemandeKind kind;
    private final Envelope envelope;
    private final String partenaire;
    private final LocalDate day;
    private final Predicate<String> known;
    private final CsvReader.CsvReaderBuilder csv;
    private final List<Syntax> columns;

    /**
     * @param day decides which codes are valid
     * @param known the references that were accepted before
     */
    Reading(DemandeKind kind, String partenaire, LocalDate day, Predicate<String> known) {
        this.kind = kind;
        this.envelope = kind.layout().envelope();
        this.partenaire = partenaire;
        this.day = day;
        this.known = known;
        Character quote = envelope.quote();
        this.csv = CsvReader.builder()
                .fieldSeparator(envelope.delimiter())
                .quoteCharacter(quote == null ? NEVER : quote)
                .skipEmptyLines(false)
                .allowUnclosedQuote(false);
        this.columns = columns(kind.line());
    }

    private List<Syntax> columns(RecordKind line) {
        return line.fields().stream()
                .map(field -> new Syntax(field, kind.layout().decimal(), day))
                .toList();
    }

    Lecture read(Path archive) throws IOException {
        return switch (Colis.open(archive, kind)) {
            case Colis.Mauvais(Refus refus) -> refus;
            case Colis.Texte(String texte) -> read(texte);
        };
    }

    private Lecture read(String texte) {
        List<String> lines = lines(texte);
        if (lines.isEmpty()) {
            return new Refus(Motif.F03, "le fichier est vide");
        }
        Optional<String> header = end(
                envelope.header(),
                lines.getFirst(),
                Map.of(
                        Envelope.FLUX, kind.code(),
                        Envelope.VERSION, kind.layout().version(),
                        Envelope.EMETTEUR, partenaire,
                        Envelope.DESTINATAIRE, kind.destinataire()));
        if (header.isPresent()) {
            return new Refus(Motif.F03, header.get());
        }
        int details = Math.max(0, lines.size() - 2);
        long count = envelope.counts().of(details);
        Optional<String> footer = lines.size() < 2
                ? Optional.of("le pied est absent")
                : end(
                        envelope.footer(),
                        lines.getLast(),
                        Map.of(Envelope.FLUX, kind.code(), Envelope.NOMBRE, Long.toString(count)));
        if (footer.isPresent()) {
            return new Refus(Motif.F04, footer.get());
        }
        return new Lignes(kind, details(lines.subList(1, lines.size() - 1)));
    }

    /** Lines as the envelope ends them; what else ends a line elsewhere stays in it, and is a fault there. */
    private List<String> lines(String texte) {
        String[] lines = texte.split(
                switch (envelope.endOfLine()) {
                    case ANY -> "\r?\n";
                    case LF -> "\n";
                    case CRLF -> "\r\n";
                },
                -1);
        List<String> all = List.of(lines);
        return all.getLast().isEmpty() ? all.subList(0, all.size() - 1) : all;
    }

    /** What is wrong with the header or footer; {@code must} is what its fields must say where they are there. */
    private Optional<String> end(RecordKind end, String line, Map<String, String> must) {
        Optional<List<String>> values = fields(line).flatMap(fields -> values(end, fields));
        if (values.isEmpty()) {
            return Optional.of("la ligne n'est pas de la forme attendue");
        }
        for (int i = 0; i < end.fields().size(); i++) {
            Field field = end.fields().get(i);
            String value = values.get().get(i);
            if (new Syntax(field, kind.layout().decimal(), day).fault(value).isPresent()) {
                return Optional.of("champ " + field.name() + " non conforme");
            }
            String expected = must.get(field.name());
            boolean same = expected == null
                    || value.isEmpty()
                    || (field.name().equals(Envelope.NOMBRE)
                            ? Long.parseLong(value) == Long.parseLong(expected)
                            : value.equals(expected));
            if (!same) {
                return Optional.of("champ " + field.name() + " : " + expected + " attendu");
            }
        }
        return Optional.empty();
    }

    /** The fields of a line; empty where it is no line of fields at all. */
    private Optional<List<String>> fields(String line) {
        if (line.isEmpty() || line.chars().anyMatch(c -> (c < ' ' && c != '\t') || (c >= 0x7f && c <= 0x9f))) {
            return Optional.empty();
        }
        try {
            return Optional.of(csv.ofSingleCsvRecord(line).getFields());
        } catch (CsvParseException e) {
            return Optional.empty();
        }
    }

    /** The fields after the tag; empty where the tag is another one or they are too few or too many. */
    private static Optional<List<String>> values(RecordKind kind, List<String> fields) {
        boolean tagged = kind.tag() != null;
        int first = tagged ? 1 : 0;
        boolean fits = fields.size() == kind.fields().size() + first
                && (!tagged || fields.getFirst().equals(kind.tag()));
        return fits ? Optional.of(fields.subList(first, fields.size())) : Optional.empty();
    }

    private List<Ligne> details(List<String> lines) {
        List<Ligne> all = new ArrayList<>(lines.size());
        Set<String> here = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            Ligne ligne = line(i + 2, lines.get(i), here);
            if (ligne.acceptee() && ligne.idDemande() != null) {
                here.add(ligne.idDemande());
            }
            all.add(ligne);
        }
        return all;
    }

    private Ligne line(int number, String line, Set<String> here) {
        Optional<List<String>> fields = fields(line);
        if (fields.isEmpty()) {
            return refused(number, null, line.isEmpty() ? Motif.L04 : Motif.L02, null);
        }
        Optional<List<String>> values = values(kind.line(), fields.get());
        if (values.isEmpty()) {
            boolean other = kind.line().tag() != null
                    && !kind.line().tag().equals(fields.get().getFirst());
            return refused(number, null, other ? Motif.L02 : Motif.L04, null);
        }
        String id = null;
        String pce = null;
        LocalDate date = null;
        Optional<Syntax> wrong = Optional.empty();
        Optional<Motif> why = Optional.empty();
        for (int i = 0; i < columns.size(); i++) {
            Syntax column = columns.get(i);
            String value = values.get().get(i);
            Optional<Motif> fault = column.fault(value);
            if (fault.isPresent() && why.isEmpty()) {
                why = fault;
                wrong = Optional.of(column);
            }
            if (fault.isEmpty()) {
                switch (column.name()) {
                    case DemandeKind.ID_DEMANDE -> id = value;
                    case DemandeKind.PCE -> pce = value;
                    case DemandeKind.DATE_SOUHAITEE -> date = column.date(value).orElse(null);
                    default -> {}
                }
            }
        }
        if (why.isPresent()) {
            return refused(number, id, why.get(), wrong.map(Syntax::name).orElse(null));
        }
        if (id != null && (here.contains(id) || known.test(id))) {
            return refused(number, id, Motif.L05, DemandeKind.ID_DEMANDE);
        }
        return new Ligne(number, id, pce, date, Jugement.ACCEPTE, null, null, null, null);
    }

    private static Ligne refused(int number, @Nullable String id, Motif motif, @Nullable String champ) {
        return new Ligne(number, id, null, null, Jugement.REFUSE, motif.name(), champ, null, null);
    }
}
