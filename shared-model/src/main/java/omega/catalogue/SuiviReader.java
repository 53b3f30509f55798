package omega.catalogue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import omega.catalogue.SuiviRules.Correlation;
import org.jspecify.annotations.Nullable;

/** Reads {@code suivi.yaml}; what it names must be in the flux that it names. */
final class SuiviReader {
    private final Entry root;
    private final Map<String, Flux> flux;

    SuiviReader(Entry root, Map<String, Flux> flux) {
        this.root = root;
        this.flux = flux;
    }

    SuiviRules read() {
        try (root) {
            return new SuiviRules(compteRendu(root.entry("compteRendu")), sdem(root.entry("sdem")));
        }
    }

    private SuiviRules.CompteRendu compteRendu(Entry entry) {
        try (entry) {
            String code = flux(entry);
            Entry file = entry.entry("fichier");
            try (file) {
                List<RecordKind> files = kinds(code, file);
                SuiviRules.FileLine fichier = new SuiviRules.FileLine(
                        file.text("enregistrement"),
                        needed(file, "nom", files),
                        needed(file, "resultat", files),
                        named(file, "numeroSuivi", files),
                        named(file, "motif", files));
                if (files.stream().anyMatch(kind -> !fichier.nom().equals(kind.key()))) {
                    file.fault(
                            "nom", "'" + fichier.nom() + "' must key its record, so that the lines below it have it");
                }
                Duration delai = entry.read("delai", Duration::parse, Duration.ofHours(2));
                if (delai.isNegative() || delai.isZero()) {
                    entry.fault("delai", "must be longer than nothing, such as PT2H");
                }
                List<RecordKind> all = new ArrayList<>(files);
                List<String> verdicts = new ArrayList<>(List.of(fichier.resultat()));
                SuiviRules.RequestLine ligne = entry.has("ligne") ? ligne(entry.entry("ligne"), code, all) : null;
                if (ligne != null) {
                    verdicts.add(ligne.resultat());
                }
                return new SuiviRules.CompteRendu(
                        code,
                        delai,
                        fichier,
                        ligne,
                        meanings(entry, "resultats", all, verdicts, SuiviRules.Resultat.values(), Entry::lower));
            }
        }
    }

    private SuiviRules.RequestLine ligne(Entry line, String code, List<RecordKind> all) {
        try (line) {
            List<RecordKind> lines = kinds(code, line);
            all.addAll(lines);
            SuiviRules.RequestLine ligne = new SuiviRules.RequestLine(
                    line.text("enregistrement"),
                    named(line, "ligne", lines),
                    named(line, "reference", lines),
                    needed(line, "resultat", lines),
                    named(line, "numeroSuivi", lines),
                    named(line, "motif", lines));
            if (ligne.ligne() == null && ligne.reference() == null) {
                line.fault("", "needs a 'reference' or a 'ligne': which request is it about?");
            }
            return ligne;
        }
    }

    private SuiviRules.Sdem sdem(Entry entry) {
        try (entry) {
            String code = flux(entry);
            List<RecordKind> kinds = kinds(code, entry);
            SuiviRules.Sdem sdem = new SuiviRules.Sdem(
                    code,
                    entry.text("enregistrement"),
                    named(entry, "reference", kinds),
                    named(entry, "numeroSuivi", kinds),
                    named(entry, "rang", kinds),
                    named(entry, "pce", kinds),
                    named(entry, "nature", kinds),
                    needed(entry, "etat", kinds),
                    needed(entry, "date", kinds),
                    named(entry, "motif", kinds),
                    correlation(entry),
                    meanings(
                            entry,
                            "etats",
                            kinds,
                            List.of(entry.text("etat")),
                            SuiviRules.Etat.values(),
                            SuiviRules.Etat::word));
            sdem.correlation().forEach(way -> {
                boolean possible = switch (way) {
                    case REFERENCE -> sdem.reference() != null;
                    case SUIVI_RANG -> sdem.numeroSuivi() != null && sdem.rang() != null;
                    case SUIVI_PCE_NATURE -> sdem.numeroSuivi() != null && sdem.pce() != null && sdem.nature() != null;
                };
                if (!possible) {
                    entry.fault("correlation", "'" + way.word() + "' needs fields that are not named here");
                }
            });
            return sdem;
        }
    }

    private static List<Correlation> correlation(Entry entry) {
        List<Correlation> ways = new ArrayList<>();
        for (String word : entry.texts("correlation")) {
            Stream.of(Correlation.values())
                    .filter(way -> way.word().equals(word))
                    .findFirst()
                    .ifPresentOrElse(
                            ways::add,
                            () -> entry.fault(
                                    "correlation",
                                    "'" + word + "' is none of "
                                            + Stream.of(Correlation.values())
                                                    .map(Correlation::word)
                                                    .toList()));
        }
        if (ways.isEmpty()) {
            entry.fault("correlation", "must name at least one way from a line to its request");
        }
        return List.copyOf(ways);
    }

    private String flux(Entry entry) {
        String code = entry.text("flux");
        if (!flux.containsKey(code)) {
            entry.fault("flux", "'" + code + "' is none of flux/");
        }
        return code;
    }

    /** The kind of record that {@code entry} is about, in each version of the flux; a version without it is at fault. */
    private List<RecordKind> kinds(String code, Entry entry) {
        String name = entry.text("enregistrement");
        Flux named = flux.get(code);
        if (named == null) {
            return List.of();
        }
        List<RecordKind> kinds = new ArrayList<>();
        for (Layout layout : named.layouts()) {
            layout.records().stream()
                    .filter(kind -> kind.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            kinds::add,
                            () -> entry.fault(
                                    "enregistrement",
                                    "'" + name + "' is no record of version " + layout.version() + " of " + code));
        }
        return kinds;
    }

    /** A field that every version must have. */
    private static String needed(Entry entry, String key, List<RecordKind> kinds) {
        String field = entry.text(key);
        if (kinds.stream().anyMatch(kind -> kind.field(field).isEmpty())) {
            entry.fault(key, "'" + field + "' is not a field of every version");
        }
        return field;
    }

    /** A field that some version must have, where it is named. */
    private static @Nullable String named(Entry entry, String key, List<RecordKind> kinds) {
        Optional<String> field = entry.optionalText(key);
        if (field.isPresent()
                && !kinds.isEmpty()
                && kinds.stream().allMatch(kind -> kind.field(field.get()).isEmpty())) {
            entry.fault(key, "'" + field.get() + "' is a field of no version");
        }
        return field.orElse(null);
    }

    /** What each code means: every code that the fields may hold, and no other. */
    private static <E extends Enum<E>> Map<String, E> meanings(
            Entry entry,
            String key,
            List<RecordKind> kinds,
            List<String> fields,
            E[] choices,
            Function<E, String> word) {
        List<String> codes = kinds.stream()
                .flatMap(kind -> kind.fields().stream())
                .filter(field -> fields.contains(field.name()))
                .flatMap(field -> Optional.ofNullable(field.codes()).stream())
                .flatMap(list -> list.codes().stream())
                .map(CodeList.Code::code)
                .distinct()
                .toList();
        Map<String, E> meanings = new LinkedHashMap<>();
        Entry map = entry.entry(key);
        for (String code : map.keys()) {
            meanings.put(code, map.choice(code, choices, word));
            if (!codes.isEmpty() && !codes.contains(code)) {
                map.fault(code, "is no code of the field; known are " + codes);
            }
        }
        codes.stream()
                .filter(code -> !meanings.containsKey(code))
                .forEach(code -> entry.fault(key, "does not say what '" + code + "' means"));
        return Map.copyOf(meanings);
    }
}
