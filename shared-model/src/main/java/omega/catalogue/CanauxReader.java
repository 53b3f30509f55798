package omega.catalogue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import omega.calendar.Canal;

/** Reads {@code canaux.yaml}. */
final class CanauxReader {
    private final Entry root;

    CanauxReader(Entry root) {
        this.root = root;
    }

    /** @param kinds the names of the files in {@code demandes/}: these codes and no others go in files */
    List<Echange> read(List<String> kinds) {
        try (root) {
            List<Echange> echanges = new ArrayList<>();
            Set<String> names = new HashSet<>();
            Set<String> inFiles = new HashSet<>();
            for (Entry entry : root.entries("echanges")) {
                Echange echange = echange(entry);
                String code = echange.demande();
                if (!names.add(echange.libelle())) {
                    entry.fault("echange", "'" + echange.libelle() + "' stands twice");
                }
                if (code != null && !names.add("demande " + code)) {
                    entry.fault("demande", "'" + code + "' stands twice");
                }
                if (code != null && echange.isInFiles() && inFiles.add(code) && !kinds.contains(code)) {
                    entry.fault("demande", "'" + code + "' goes in files, but is none of demandes/");
                }
                echanges.add(echange);
            }
            kinds.stream()
                    .filter(kind -> !inFiles.contains(kind))
                    .forEach(kind -> root.fault("echanges", "offer no '" + kind + "' in files, but demandes/ has it"));
            return List.copyOf(echanges);
        }
    }

    private static Echange echange(Entry entry) {
        try (entry) {
            Set<Canal> canaux = EnumSet.noneOf(Canal.class);
            for (String name : entry.texts("canaux")) {
                try {
                    canaux.add(Canal.valueOf(name));
                } catch (IllegalArgumentException _) {
                    entry.fault("canaux", "'" + name + "' is none of " + List.of(Canal.values()));
                }
            }
            if (canaux.isEmpty()) {
                entry.fault("canaux", "must name at least one of " + List.of(Canal.values()));
            }
            return new Echange(
                    entry.text("echange"),
                    Set.copyOf(canaux),
                    entry.text("section"),
                    entry.optionalText("demande").orElse(null));
        }
    }
}
