package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Three accounts of the same days side by side, file by file: what OMEGA put out, what the gateway's ledger says, and
 * what a consumer counted. Where they differ, it says so; no sum can hide a difference.
 */
final class Reckoning {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Alerts that may still be true when all is done: the file is bad, and stays so. */
    private static final Set<String> LASTING = Set.of("EN_QUARANTAINE", "CHARSET_DE_SECOURS");

    private final List<PutOut> putOut;
    private final Map<String, List<Collected>> ledger = new HashMap<>();
    private final Recount.Result counted;
    private final JsonNode connexions;
    private final JsonNode alertes;
    private final List<String> differences = new ArrayList<>();
    private final Map<String, Sheet> sheets = new TreeMap<>();
    private final Map<String, Integer> faults = new TreeMap<>();
    private @Nullable Duration closest;

    /** One flux's sums. */
    private static final class Sheet {
        private long misesADisposition;
        private long collectees;
        private long completes;
        private long enQuarantaine;
        private long lues;
        private long publiees;
        private long rejetees;
        private long comptees;

        private long[] values() {
            return new long[] {
                misesADisposition, collectees, completes, enQuarantaine, lues, publiees, rejetees, comptees
            };
        }
    }

    private static final String[] COLUMNS = {
        "misesADisposition", "collectees", "completes", "enQuarantaine", "lues", "publiees", "rejetees", "comptees"
    };

    private static final String[] HEADINGS = {
        "put out", "collected", "complete", "quarantined", "lines read", "published", "rejected", "counted"
    };

    /** @throws IOException when a service does not answer */
    Reckoning(Rest omega, Rest gateway, Recount.Result counted) throws IOException {
        this(
                PutOut.all(omega),
                Collected.all(gateway),
                counted,
                omega.get("omega/connexions?partenaire=" + Plan.PARTENAIRE),
                gateway.get("alertes?actives=false"));
    }

    Reckoning(
            List<PutOut> putOut,
            List<Collected> collected,
            Recount.Result counted,
            JsonNode connexions,
            JsonNode alertes) {
        this.putOut = putOut;
        this.counted = counted;
        this.connexions = connexions;
        this.alertes = alertes;
        collected.forEach(each -> ledger.computeIfAbsent(key(each.nom(), each.sha256()), key -> new ArrayList<>())
                .add(each));
        files();
        nothingElse(collected);
        connections();
        alerts();
    }

    private static String key(String nom, String sha256) {
        return nom + " " + sha256;
    }

    private void files() {
        for (PutOut each : putOut) {
            Sheet sheet = sheets.computeIfAbsent(each.flux(), flux -> new Sheet());
            each.fautes().forEach(fault -> faults.merge(fault.split(":", 2)[0], 1, Integer::sum));
            sheet.misesADisposition++;
            List<Collected> found = ledger.getOrDefault(key(each.nom(), each.sha256()), List.of());
            expect(each, "files in the ledger", 1, found.size());
            BitSet records = counted.records().getOrDefault(each.prefix(), new BitSet());
            BitSet rejets = counted.rejets().getOrDefault(each.prefix(), new BitSet());
            sheet.comptees += records.cardinality();
            expect(each, "records counted", each.isSound() ? each.lignes() - each.rejets() : 0, records.cardinality());
            expect(each, "rejets counted", each.isSound() ? each.rejets() : 0, rejets.cardinality());
            found.stream().findFirst().ifPresent(file -> file(each, file, sheet));
        }
    }

    private void file(PutOut each, Collected file, Sheet sheet) {
        sheet.collectees++;
        if (each.isSound()) {
            sheet.completes += file.etat().equals("Complete") ? 1 : 0;
            sheet.lues += file.lues();
            sheet.publiees += file.publiees();
            sheet.rejetees += file.rejetees();
            expect(each, "state", "Complete", file.etat() + (file.motif().isEmpty() ? "" : " " + file.motif()));
            expect(each, "lines read", each.lignes(), file.lues());
            expect(each, "lines rejected", each.rejets(), file.rejetees());
            expect(each, "lines published and rejected", file.lues(), file.publiees() + file.rejetees());
        } else {
            sheet.enQuarantaine += file.etat().equals("EnQuarantaine") ? 1 : 0;
            expect(each, "state", "EnQuarantaine " + each.motif(), file.etat() + " " + file.motif());
        }
    }

    private void nothingElse(List<Collected> collected) {
        Set<String> known = new HashSet<>();
        Set<String> prefixes = new HashSet<>();
        putOut.forEach(each -> {
            known.add(key(each.nom(), each.sha256()));
            prefixes.add(each.prefix());
        });
        collected.stream()
                .filter(each -> !known.contains(key(each.nom(), each.sha256())))
                .forEach(each -> differences.add(each.nom() + " is in the ledger (" + each.etat()
                        + "), and was never put out with these bytes"));
        Set<String> counts = new HashSet<>(counted.records().keySet());
        counts.addAll(counted.rejets().keySet());
        counts.removeAll(prefixes);
        counts.forEach(each -> differences.add("records of a file that was never put out: " + each));
        if (counted.doubles() > 0) {
            differences.add(counted.doubles() + " lines came twice, among them " + counted.doubled());
        }
    }

    private void connections() {
        @Nullable Instant before = null;
        for (JsonNode each : connexions.path("connexions")) {
            Instant now = Instant.parse(each.path("instant").asText());
            if (before != null) {
                Duration gap = Duration.between(before, now);
                Duration least = closest;
                closest = least == null || gap.compareTo(least) < 0 ? gap : least;
            }
            before = now;
        }
        for (String what : List.of("rapprochees", "refusees")) {
            if (connexions.path(what).asLong() != 0) {
                differences.add("connections " + what + ": " + connexions.path(what));
            }
        }
        if (connexions.path("nombre").asLong() == 0) {
            differences.add("no connection was ever made");
        }
    }

    private void alerts() {
        long quarantined = putOut.stream().filter(each -> !each.isSound()).count();
        long raised = 0;
        for (JsonNode each : alertes) {
            String genre = each.path("genre").asText();
            raised += genre.equals("EN_QUARANTAINE") ? 1 : 0;
            if (isActive(each) && !LASTING.contains(genre)) {
                differences.add(
                        "an alert is still true: " + each.path("message").asText());
            }
        }
        if (raised != quarantined) {
            differences.add("quarantined files that should have raised an alert: " + quarantined + ", did: " + raised);
        }
    }

    /** Whether every quarantined file has its alert, and no alert is true that will clear. */
    static boolean alertsStandStill(Rest gateway) throws IOException {
        long raised = 0;
        for (JsonNode each : gateway.get("alertes?actives=true")) {
            String genre = each.path("genre").asText();
            raised += genre.equals("EN_QUARANTAINE") ? 1 : 0;
            if (!LASTING.contains(genre)) {
                return false;
            }
        }
        return raised == gateway.get("quarantaine").path("total").asLong();
    }

    private static boolean isActive(JsonNode alert) {
        return alert.path("close").isMissingNode() || alert.path("close").isNull();
    }

    private void expect(PutOut file, String what, Object expected, Object was) {
        if (!expected.toString().equals(was.toString())) {
            differences.add(file.nom() + " " + file.fautes() + ": " + what + " should be " + expected + ", is " + was);
        }
    }

    /** Something that was noticed elsewhere and may not be passed over. */
    void add(List<String> further) {
        differences.addAll(further);
    }

    List<String> differences() {
        return List.copyOf(differences);
    }

    /** The closing table. */
    void print(PrintStream out) {
        String row = "%-14s" + " %12s".repeat(HEADINGS.length) + "%n";
        List<Object> cells = new ArrayList<>(List.of("flux"));
        cells.addAll(List.of((Object[]) HEADINGS));
        out.println();
        out.printf(row, cells.toArray());
        long[] sums = new long[HEADINGS.length];
        sheets.forEach((flux, sheet) -> {
            printRow(out, row, flux, sheet.values());
            for (int i = 0; i < sums.length; i++) {
                sums[i] += sheet.values()[i];
            }
        });
        printRow(out, row, "all", sums);
        out.println();
        out.printf(
                "connections: %d, the closest two %d s apart (virtual), less than five minutes apart: %d%n",
                connexions.path("nombre").asLong(),
                closest == null ? 0 : closest.toSeconds(),
                connexions.path("rapprochees").asLong());
        byGenre()
                .forEach((genre, counts) ->
                        out.printf("alerts %-22s raised %3d, cleared %3d%n", genre + ":", counts[0], counts[1]));
        out.printf("faults: %s%n", faults);
        out.flush();
    }

    private static void printRow(PrintStream out, String row, String flux, long[] values) {
        List<Object> cells = new ArrayList<>(List.of(flux));
        for (long value : values) {
            cells.add("%,d".formatted(value));
        }
        out.printf(row, cells.toArray());
    }

    /** Genre → alerts raised, and of these cleared. */
    private Map<String, long[]> byGenre() {
        Map<String, long[]> genres = new TreeMap<>();
        for (JsonNode each : alertes) {
            long[] counts = genres.computeIfAbsent(each.path("genre").asText(), genre -> new long[2]);
            counts[0]++;
            counts[1] += isActive(each) ? 0 : 1;
        }
        return genres;
    }

    /** Writes the same, with what {@code about} tells of the run. */
    void write(Path file, ObjectNode about) throws IOException {
        ObjectNode report = about.deepCopy();
        var flux = report.putArray("flux");
        sheets.forEach((code, sheet) -> {
            ObjectNode one = flux.addObject().put("flux", code);
            for (int i = 0; i < COLUMNS.length; i++) {
                one.put(COLUMNS[i], sheet.values()[i]);
            }
        });
        report.putObject("connexions")
                .put("nombre", connexions.path("nombre").asLong())
                .put("ecartMinimalSecondes", closest == null ? null : closest.toSeconds())
                .put("rapprochees", connexions.path("rapprochees").asLong())
                .put("refusees", connexions.path("refusees").asLong());
        var alerts = report.putArray("alertes");
        byGenre()
                .forEach((genre, counts) -> alerts.addObject()
                        .put("genre", genre)
                        .put("levees", counts[0])
                        .put("closes", counts[1]));
        report.set("fautes", JSON.valueToTree(faults));
        report.put("doublons", counted.doubles());
        report.set("topics", JSON.valueToTree(counted.topics()));
        report.set("ecarts", JSON.valueToTree(differences));
        report.put("reconcilie", differences.isEmpty());
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
    }
}
