package omega.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a pack's files in the order in which they refer to each other, collecting every fault. */
final class PackReader {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final PackFiles files;
    private final List<PackFault> faults = new ArrayList<>();

    PackReader(PackFiles files) {
        this.files = files;
    }

    Catalogue read() {
        Pack pack = pack();
        var calendar = new CalendarReader(entry("calendar.yaml")).read();
        Transports transports = new TransportsReader(entry("transports.yaml")).read();
        Map<String, CodeList> codes = new HashMap<>();
        files.names("codes", ".csv").forEach(name -> codes.put(name, codes(name)));
        Map<String, Envelope> envelopes = new HashMap<>();
        for (String name : files.names("envelopes", ".yaml")) {
            new LayoutReader(entry("envelopes/" + name + ".yaml"), envelopes, codes, files)
                    .envelope(name)
                    .ifPresent(envelope -> envelopes.put(name, envelope));
        }
        SortedMap<String, Flux> flux = new TreeMap<>();
        for (String name : files.names("flux", ".yaml")) {
            new LayoutReader(entry("flux/" + name + ".yaml"), envelopes, codes, files)
                    .flux(name, calendar)
                    .ifPresent(each -> flux.put(name, each));
        }
        if (!faults.isEmpty()) {
            throw new PackException(faults);
        }
        return new Catalogue(
                pack,
                Objects.requireNonNull(calendar),
                transports,
                Map.copyOf(envelopes),
                Map.copyOf(codes),
                java.util.Collections.unmodifiableSortedMap(flux),
                files.hash(files.files().keySet().stream()));
    }

    private Entry entry(String file) {
        byte[] bytes = files.files().get(file);
        JsonNode node = JsonNodeFactory.instance.objectNode();
        if (bytes == null) {
            faults.add(new PackFault(file, "", "is missing"));
            return new Entry(file, "", node, new ArrayList<>());
        }
        try {
            node = YAML.readTree(bytes);
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            faults.add(new PackFault(
                    file,
                    place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr(),
                    "is no YAML: " + e.getOriginalMessage()));
            return new Entry(file, "", JsonNodeFactory.instance.objectNode(), new ArrayList<>());
        } catch (IOException e) {
            faults.add(new PackFault(file, "", "cannot be read: " + e.getMessage()));
        }
        return new Entry(file, "", node, faults);
    }

    private Pack pack() {
        try (Entry entry = entry("pack.yaml")) {
            return new Pack(
                    entry.text("id"),
                    entry.text("omegaVersion"),
                    entry.require("validFrom", LocalDate::parse).orElse(LocalDate.EPOCH),
                    entry.read("validTo", LocalDate::parse).orElse(null),
                    entry.choice("status", Pack.Status.values(), Entry::lower, Pack.Status.PROVISIONAL),
                    entry.text("source"));
        }
    }

    private CodeList codes(String name) {
        String file = "codes/" + name + ".csv";
        String text = new String(Objects.requireNonNull(files.files().get(file)), StandardCharsets.UTF_8);
        List<CodeList.Code> codes = new ArrayList<>();
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().replace("\uFEFF", "").equals("code;label;validFrom;validTo;source")) {
            faults.add(new PackFault(file, "line 1", "must be code;label;validFrom;validTo;source"));
            return new CodeList(name, codes);
        }
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(";", -1);
            if (lines.get(i).isBlank()) {
                continue;
            }
            try {
                if (cells.length != 5 || cells[0].isEmpty()) {
                    throw new IllegalArgumentException("must have a code and five cells, has " + cells.length);
                }
                codes.add(new CodeList.Code(cells[0], cells[1], day(cells[2]), day(cells[3]), cells[4]));
            } catch (IllegalArgumentException | java.time.DateTimeException e) {
                faults.add(new PackFault(file, "line " + (i + 1), String.valueOf(e.getMessage())));
            }
        }
        long distinct = codes.stream().map(CodeList.Code::code).distinct().count();
        if (distinct != codes.size()) {
            faults.add(new PackFault(file, "", "holds a code twice"));
        }
        return new CodeList(name, List.copyOf(codes));
    }

    private static @Nullable LocalDate day(String cell) {
        return cell.isEmpty() ? null : LocalDate.parse(cell);
    }

    static Stream<String> sources(String flux, List<Layout> layouts) {
        return Stream.concat(
                Stream.of("flux/" + flux + ".yaml"),
                layouts.stream()
                        .flatMap(layout ->
                                Stream.of("envelopes/" + layout.envelope().name() + ".yaml")));
    }
}
