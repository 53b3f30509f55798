package omega.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import omega.event.Topics;
import org.jspecify.annotations.Nullable;

/** Reads a pack's files in the order in which they refer to each other, collecting every fault. */
final class PackReader {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Pattern PLACES = Pattern.compile("(pack|calendar|transports|canaux|bindings|suivi)\\.yaml"
            + "|(envelopes|flux|demandes)/[^/]+\\.yaml|codes/[^/]+\\.csv|exemples/[^/]+/[^/]+\\.json|(soap|rest)/.*");
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
        NavigableMap<String, Flux> flux = new TreeMap<>();
        for (String name : files.names("flux", ".yaml")) {
            new LayoutReader(entry("flux/" + name + ".yaml"), envelopes, codes, files)
                    .flux(name, calendar)
                    .ifPresent(each -> flux.put(name, each));
        }
        NavigableMap<String, DemandeKind> demandes = new TreeMap<>();
        for (String name : files.names("demandes", ".yaml")) {
            Entry root = entry("demandes/" + name + ".yaml");
            new DemandeReader(root, new LayoutReader(root, envelopes, codes, files))
                    .read(name)
                    .ifPresent(each -> demandes.put(name, each));
        }
        List<Echange> echanges = new CanauxReader(entry("canaux.yaml")).read(files.names("demandes", ".yaml"));
        List<ServiceWeb> services = services(codes);
        NavigableMap<String, Exemple> exemples = new TreeMap<>();
        for (String name : files.names("exemples", ".json")) {
            exemples.put(name, exemple("exemples/" + name + ".json"));
        }
        SuiviRules suivi = new SuiviReader(entry("suivi.yaml"), flux).read();
        checkNames(archives(flux.values(), demandes.values()));
        checkTopics(flux.keySet());
        checkPlaces();
        if (!faults.isEmpty()) {
            throw new PackException(faults);
        }
        return new Catalogue(
                pack,
                Objects.requireNonNull(calendar),
                transports,
                Map.copyOf(envelopes),
                Map.copyOf(codes),
                java.util.Collections.unmodifiableNavigableMap(flux),
                java.util.Collections.unmodifiableNavigableMap(demandes),
                echanges,
                services,
                suivi,
                files.contracts(),
                java.util.Collections.unmodifiableNavigableMap(exemples),
                files.hash(files.files().keySet().stream()));
    }

    private Exemple exemple(String file) {
        try (Entry entry = entry(file, JSON, "JSON")) {
            return new Exemple(entry.tree("demande"), entry.optionalTree("reponse"));
        }
    }

    private Entry entry(String file) {
        return entry(file, YAML, "YAML");
    }

    private Entry entry(String file, ObjectMapper mapper, String language) {
        byte[] bytes = files.files().get(file);
        JsonNode node = JsonNodeFactory.instance.objectNode();
        if (bytes == null) {
            faults.add(new PackFault(file, "", "is missing"));
            return new Entry(file, "", node, new ArrayList<>());
        }
        try {
            node = mapper.readTree(bytes);
        } catch (MismatchedInputException e) {
            faults.add(new PackFault(file, "", "holds a second document; a file is one"));
            return new Entry(file, "", JsonNodeFactory.instance.objectNode(), new ArrayList<>());
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            faults.add(new PackFault(
                    file,
                    place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr(),
                    "is no " + language + ": " + e.getOriginalMessage().strip().replaceAll("\\s+", " ")));
            return new Entry(file, "", JsonNodeFactory.instance.objectNode(), new ArrayList<>());
        } catch (IOException e) {
            faults.add(new PackFault(file, "", "cannot be read: " + e.getMessage()));
            return new Entry(file, "", JsonNodeFactory.instance.objectNode(), new ArrayList<>());
        }
        return new Entry(file, "", node, faults);
    }

    private Pack pack() {
        try (Entry entry = entry("pack.yaml")) {
            Pack pack = new Pack(
                    entry.text("id"),
                    entry.text("omegaVersion"),
                    entry.require("validFrom", LocalDate::parse).orElse(LocalDate.EPOCH),
                    entry.read("validTo", LocalDate::parse).orElse(null),
                    entry.choice("status", Pack.Status.values(), Entry::lower),
                    entry.text("source"));
            if (pack.validTo() != null && pack.validTo().isBefore(pack.validFrom())) {
                entry.fault("validTo", "is before validFrom");
            }
            return pack;
        }
    }

    private List<ServiceWeb> services(Map<String, CodeList> codes) {
        CodeList natures = codes.getOrDefault("nature_demande", new CodeList("nature_demande", List.of()));
        return new ServicesReader(entry("bindings.yaml"), natures)
                .read(files.contracts().keySet());
    }

    private static Map<String, NameTemplate> archives(Collection<Flux> flux, Collection<DemandeKind> demandes) {
        Map<String, NameTemplate> archives = new TreeMap<>();
        flux.forEach(each -> archives.put("flux/" + each.code() + ".yaml", each.archive()));
        demandes.forEach(each -> archives.put("demandes/" + each.code() + ".yaml", each.archive()));
        return archives;
    }

    /** A name tells its flux or kind of request, so no name that one makes may fit another. */
    private void checkNames(Map<String, NameTemplate> archives) {
        archives.forEach((file, archive) -> {
            for (String name : names(archive)) {
                if (archive.match(name).isEmpty()) {
                    faults.add(new PackFault(file, "archive", "does not match '" + name + "', which it makes"));
                }
                archives.entrySet().stream()
                        .filter(other -> !other.getKey().equals(file)
                                && other.getValue().match(name).isPresent())
                        .findFirst()
                        .ifPresent(other -> faults.add(new PackFault(
                                file,
                                "archive",
                                "makes names such as '" + name + "', which fit " + other.getKey() + " too")));
            }
        });
    }

    /** Each flux has a topic of its own: {@code +} is written {@code plus} there, and some names are taken. */
    private void checkTopics(Collection<String> flux) {
        Map<String, String> taken = new HashMap<>();
        List.of(Topics.BLOC, Topics.DECOUPAGE, Topics.FICHIER, Topics.REJET, Topics.REGARD)
                .forEach(topic -> taken.put(topic, "the gateway itself"));
        for (String code : flux) {
            String other = taken.putIfAbsent(Topics.publication(code), "flux/" + code + ".yaml");
            if (other != null) {
                faults.add(new PackFault(
                        "flux/" + code + ".yaml",
                        "flux",
                        "its topic " + Topics.publication(code) + " is that of " + other + " too"));
            }
        }
    }

    private static List<String> names(NameTemplate template) {
        LocalDateTime instant = LocalDateTime.of(2026, 11, 23, 12, 5, 9);
        return Stream.of("DEMO", "17X-2", "123")
                .flatMap(partner -> Stream.of("", "x", "_1").map(any -> template.format(partner, instant, 1, any)))
                .distinct()
                .toList();
    }

    /** A file that nothing reads is a misspelt one. */
    private void checkPlaces() {
        files.files().keySet().stream()
                .filter(path -> path.matches(".*\\.(ya?ml|csv|json)/?")
                        && !PLACES.matcher(path).matches())
                .forEach(path -> faults.add(new PackFault(
                        path,
                        "",
                        path.endsWith("/") ? "is a directory" : "is no file of a pack; known are " + PLACES)));
    }

    private CodeList codes(String name) {
        String file = "codes/" + name + ".csv";
        List<CodeList.Code> codes = new ArrayList<>();
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Objects.requireNonNull(files.files().get(file))))
                    .toString();
        } catch (CharacterCodingException e) {
            faults.add(new PackFault(file, "", "is not in UTF-8"));
            return new CodeList(name, codes);
        }
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
                CodeList.Code code = new CodeList.Code(cells[0], cells[1], day(cells[2]), day(cells[3]), cells[4]);
                if (code.validFrom() != null
                        && code.validTo() != null
                        && code.validTo().isBefore(code.validFrom())) {
                    throw new IllegalArgumentException("validTo is before validFrom");
                }
                codes.add(code);
            } catch (IllegalArgumentException | java.time.DateTimeException e) {
                faults.add(new PackFault(file, "line " + (i + 1), String.valueOf(e.getMessage())));
            }
        }
        if (codes.isEmpty()) {
            faults.add(new PackFault(file, "", "holds no code"));
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

    static Stream<String> sources(String file, List<Layout> layouts) {
        return Stream.concat(
                Stream.of(file),
                layouts.stream()
                        .flatMap(layout ->
                                Stream.of("envelopes/" + layout.envelope().name() + ".yaml")));
    }
}
