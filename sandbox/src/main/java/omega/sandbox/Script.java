package omega.sandbox;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;

/**
 * What the demo has put out besides what the calendar asks for, and what it has go wrong, both drawn from the seed.
 *
 * @param acts       of each day, in order
 * @param lineFaults of each day: flux → faults of its next planned publication
 */
record Script(List<List<Act>> acts, List<Map<String, List<String>>> lineFaults) {
    /** Put out on demand, or on days that few demos see (§3.2.4). */
    private static final List<String> ON_DEMAND = List.of("LPCE", "AGLO", "AFAC", "PROV");

    private static final List<String> OF_FILES = List.of(
            "ZIP_TRONQUE",
            "DEUX_ENTREES",
            "CHEMIN",
            "BOMBE",
            "ARCHIVE_VIDE",
            "FICHIER_VIDE",
            "ENTETE_ABSENT",
            "ENTETE_AUTRE_PARTENAIRE",
            "ENTETE_AUTRE_FLUX",
            "VERSION_INCONNUE",
            "PIED_FAUX",
            "PIED_ABSENT",
            "OCTETS_INDECODABLES",
            "MISE_EN_PAGE",
            "NOM_HORS_MODELE",
            "NOM_DEJA_VU",
            "FLUX_INCONNU");

    private static final List<String> OF_LINES =
            List.of("LIGNE_COURTE", "LIGNE_LONGUE", "DATE_FAUSSE", "CODE_INCONNU", "CHAMP_VIDE", "NOMBRE_FAUX");

    private static final int LINES = 3;

    /** A publication of {@code flux}, with a fault unless that is empty. */
    record Act(String flux, String fault) {}

    static Script of(Catalogue catalogue, long seed, int days, boolean faults) {
        Random random = new Random(seed);
        List<String> daily = catalogue.publications().stream()
                .filter(flux ->
                        flux.schedule() != null && flux.schedule().frequence().equals("quotidienne"))
                .filter(Script::comesSeveralTimes)
                .map(Flux::code)
                .toList();
        List<String> onDemand =
                ON_DEMAND.stream().filter(catalogue.flux()::containsKey).toList();
        List<List<Act>> acts = new ArrayList<>();
        List<Map<String, List<String>>> lineFaults = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            List<Act> today = new ArrayList<>();
            if (faults && !daily.isEmpty()) {
                OF_FILES.forEach(fault -> today.add(new Act(daily.get(random.nextInt(daily.size())), fault)));
                Collections.shuffle(today, random);
            }
            (day == 0 ? onDemand.stream() : Stream.<String>empty()).forEach(flux -> today.add(0, new Act(flux, "")));
            acts.add(List.copyOf(today));
            lineFaults.add(faults && !daily.isEmpty() ? lineFaults(daily, random) : Map.of());
        }
        return new Script(acts, lineFaults);
    }

    /** Whether one day's files of {@code flux} differ in name: of some there can be one only. */
    private static boolean comesSeveralTimes(Flux flux) {
        LocalDateTime noon = LocalDate.EPOCH.atTime(LocalTime.NOON);
        return !flux.archive().format("X", noon, 1).equals(flux.archive().format("X", noon, 2));
    }

    private static Map<String, List<String>> lineFaults(List<String> daily, Random random) {
        Map<String, List<String>> faults = new LinkedHashMap<>();
        OF_LINES.forEach(fault -> {
            for (int i = 0; i < 2; i++) {
                faults.computeIfAbsent(daily.get(random.nextInt(daily.size())), each -> new ArrayList<>())
                        .add(fault + ":" + LINES);
            }
        });
        return faults;
    }
}
