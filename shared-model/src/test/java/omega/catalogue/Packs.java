package omega.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Packs of tests: the built-in one with some files replaced, and single layouts. */
public final class Packs {
    /** The day of the code list {@code cas}: the last of FIN, the first of DEBUT. */
    public static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    private static final Catalogue BUILT_IN = Catalogue.provisional();
    private static final PackFiles FILES = PackFiles.open(Optional.empty());

    private Packs() {}

    /** Faults of the built-in pack with {@code files} over it. */
    public static List<PackFault> faults(Map<String, String> files) {
        try {
            with(files);
            return List.of();
        } catch (PackException e) {
            return e.faults();
        }
    }

    public static Catalogue with(Map<String, String> files) {
        TreeMap<String, byte[]> all = new TreeMap<>(FILES.files());
        files.forEach((path, text) -> all.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return new PackReader(new PackFiles(all)).read();
    }

    /** A built-in file's text. */
    public static String text(String path) {
        return new String(java.util.Objects.requireNonNull(FILES.files().get(path), path), StandardCharsets.UTF_8);
    }

    /** The layout of {@code yaml}, an entry of {@code layouts}; its code list {@code cas} changes on {@link #DAY}. */
    public static Layout layout(String yaml) {
        CodeList cas = new CodeList(
                "cas",
                List.of(
                        new CodeList.Code("VIEUX", "", null, DAY.minusDays(1), ""),
                        new CodeList.Code("FIN", "", LocalDate.of(2020, 1, 1), DAY, ""),
                        new CodeList.Code("DEBUT", "", DAY, null, ""),
                        new CodeList.Code("DEMAIN", "", DAY.plusDays(1), null, ""),
                        new CodeList.Code("TOUJOURS", "", null, null, "")));
        Map<String, CodeList> codes = new HashMap<>(BUILT_IN.codes());
        codes.put("cas", cas);
        List<PackFault> faults = new ArrayList<>();
        String flux = "{flux: T, libelle: T, section: T, archive: T.zip, member: T.csv, layouts: [" + yaml + "\n]}";
        try {
            JsonNode node = new YAMLMapper().readTree(flux);
            Flux read = new LayoutReader(new Entry("flux/T.yaml", "", node, faults), BUILT_IN.envelopes(), codes, FILES)
                    .flux("T", BUILT_IN.calendar())
                    .orElseThrow();
            if (!faults.isEmpty()) {
                throw new PackException(faults);
            }
            return read.layouts().getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(flux, e);
        }
    }
}
