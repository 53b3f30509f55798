package omega.tracker.show;

import java.util.List;
import java.util.stream.Collectors;
import omega.tracker.keep.Situation;
import org.jspecify.annotations.Nullable;

/** Requests as CSV for people: a spreadsheet must take no cell for a formula. */
final class Csv {
    static final String HEADER =
            "partenaire;idDemande;kind;pce;dateSouhaitee;etat;code;le;motif;lot;fichier;ligne;jour;numeroSuivi;premiere;attend;echoit\r\n";

    private Csv() {}

    static String line(Situation row) {
        return java.util.Arrays.asList(
                                row.partenaire(),
                                row.idDemande(),
                                row.kind(),
                                row.pce(),
                                row.dateSouhaitee(),
                                row.etat(),
                                row.code(),
                                row.le(),
                                row.motif(),
                                row.lot(),
                                row.fichier(),
                                row.ligne(),
                                row.jour(),
                                row.numeroSuivi(),
                                row.premiere(),
                                row.attend(),
                                row.echoit())
                        .stream()
                        .map(Csv::cell)
                        .collect(Collectors.joining(";"))
                + "\r\n";
    }

    /** An apostrophe before what a spreadsheet would calculate; quotes where a separator, a quote or a line break stands inside. */
    static String cell(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return List.of(";", "\"", "\n", "\r").stream().anyMatch(safe::contains)
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
