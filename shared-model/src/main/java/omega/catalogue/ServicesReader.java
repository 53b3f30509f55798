package omega.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code bindings.yaml}. Contracts themselves are read by who calls them: here they need only be there. */
final class ServicesReader {
    private static final Pattern ORIGIN = Pattern.compile("(demande|reponse|choix):(/.*)");

    private final Entry root;
    private final CodeList natures;
    private final List<ServiceWeb.Faute> fautes = new ArrayList<>();

    ServicesReader(Entry root, CodeList natures) {
        this.root = root;
        this.natures = natures;
    }

    /** @param contracts paths of the files in {@code soap/} and {@code rest/} */
    List<ServiceWeb> read(Set<String> contracts) {
        try (root) {
            List<ServiceWeb> services = new ArrayList<>();
            if (root.has("fautes")) {
                root.entries("fautes").forEach(each -> fautes.add(faute(each)));
            }
            Set<String> names = new HashSet<>();
            for (Entry entry : root.entries("services")) {
                try (entry) {
                    ServiceWeb service = service(entry);
                    if (!names.add(service.name())) {
                        entry.fault("service", "'" + service.name() + "' stands twice");
                    }
                    if (!contracts.contains(service.contrat())) {
                        entry.fault("contrat", "'" + service.contrat() + "' is no file of the pack in soap/ or rest/");
                    }
                    services.add(service);
                }
            }
            checkLookUps(services);
            checkSuites(services);
            return List.copyOf(services);
        }
    }

    private ServiceWeb service(Entry entry) {
        List<ServiceWeb.Operation> operations = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Entry each : entry.entries("operations")) {
            try (each) {
                ServiceWeb.Operation operation = operation(each);
                if (!names.add(operation.name())) {
                    each.fault("operation", "'" + operation.name() + "' stands twice");
                }
                operations.add(operation);
            }
        }
        return new ServiceWeb(
                entry.text("service"),
                entry.text("contrat"),
                entry.text("chemin"),
                entry.text("section"),
                List.copyOf(operations));
    }

    private ServiceWeb.Operation operation(Entry entry) {
        return new ServiceWeb.Operation(
                entry.text("operation"),
                entry.optionalText("libelle"),
                entry.choice("acces", ServiceWeb.Acces.values(), Entry::lower),
                natures(entry),
                place(entry, "idDemande"),
                place(entry, "pce"),
                place(entry, "numeroDemande"),
                place(entry, "etat"),
                entry.has("suivi") ? Optional.of(suivi(entry.entry("suivi"))) : Optional.empty(),
                entry.has("suites")
                        ? entry.entries("suites").stream()
                                .map(ServicesReader::suite)
                                .toList()
                        : List.of(),
                List.copyOf(fautes));
    }

    private static ServiceWeb.Faute faute(Entry entry) {
        try (entry) {
            return new ServiceWeb.Faute(
                    entry.text("faute"), place(entry, "code").orElse("/"), Set.copyOf(entry.texts("nonFaite")));
        }
    }

    private Map<String, String> natures(Entry entry) {
        Map<String, String> found = new LinkedHashMap<>();
        entry.optionalText("nature").ifPresent(nature -> found.put(nature, ""));
        if (entry.has("natures")) {
            found.putAll(places(entry.entry("natures")));
        }
        found.keySet().stream()
                .filter(nature ->
                        natures.codes().stream().noneMatch(code -> code.code().equals(nature)))
                .forEach(nature -> entry.fault("nature", "'" + nature + "' is no code of codes/nature_demande.csv"));
        return Map.copyOf(found);
    }

    private static ServiceWeb.Suivi suivi(Entry entry) {
        try (entry) {
            Map<String, String> cle = places(entry.entry("cle"));
            if (cle.isEmpty()) {
                entry.fault("cle", "must name at least one place");
            }
            return new ServiceWeb.Suivi(
                    entry.text("operation"),
                    cle,
                    place(entry, "trouve").orElse("/"),
                    place(entry, "numeroDemande").orElse("/"),
                    place(entry, "etat").orElse("/"),
                    place(entry, "nature"),
                    place(entry, "pce"));
        }
    }

    private static ServiceWeb.Suite suite(Entry entry) {
        try (entry) {
            Optional<String> choice = place(entry, "choix");
            return new ServiceWeb.Suite(
                    entry.text("operation"), choice, origins(entry.entry("corps"), choice.isPresent()));
        }
    }

    private static Map<String, ServiceWeb.Origine> origins(Entry entry, boolean chosen) {
        try (entry) {
            Map<String, ServiceWeb.Origine> origins = new TreeMap<>();
            for (String key : entry.keys()) {
                String text = entry.text(key);
                Matcher matcher = ORIGIN.matcher(text);
                if (!key.startsWith("/") || !matcher.matches()) {
                    entry.fault(
                            key,
                            "'" + text
                                    + "' must be demande:, reponse: or choix: and a JSON pointer, and so must the key"
                                    + " be");
                } else if (matcher.group(1).equals("choix") && !chosen) {
                    entry.fault(key, "'" + text + "' is of a choix, and none is named");
                } else {
                    origins.put(
                            key,
                            new ServiceWeb.Origine(
                                    ServiceWeb.De.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                                    matcher.group(2)));
                }
            }
            return Collections.unmodifiableMap(origins);
        }
    }

    private static Map<String, String> places(Entry entry) {
        try (entry) {
            Map<String, String> places = new LinkedHashMap<>();
            entry.keys().forEach(key -> place(entry, key).ifPresent(place -> places.put(key, place)));
            return Map.copyOf(places);
        }
    }

    private static Optional<String> place(Entry entry, String key) {
        Optional<String> place = entry.optionalText(key);
        if (place.isPresent() && !place.get().startsWith("/")) {
            entry.fault(key, "'" + place.get() + "' is no JSON pointer: it must begin with /");
            return Optional.empty();
        }
        return place;
    }

    private void checkSuites(List<ServiceWeb> services) {
        Set<String> all = new HashSet<>();
        services.forEach(
                service -> service.operations().forEach(operation -> all.add(service.name() + "/" + operation.name())));
        services.stream()
                .flatMap(service -> service.operations().stream())
                .flatMap(operation -> operation.suites().stream())
                .map(ServiceWeb.Suite::operation)
                .filter(operation -> !all.contains(operation))
                .distinct()
                .forEach(operation ->
                        root.fault("services", "go on with '" + operation + "', which no service here has"));
    }

    private void checkLookUps(List<ServiceWeb> services) {
        Set<String> reads = new HashSet<>();
        services.forEach(service -> service.operations().stream()
                .filter(operation -> operation.acces() == ServiceWeb.Acces.LECTURE)
                .forEach(operation -> reads.add(service.name() + "/" + operation.name())));
        services.stream()
                .flatMap(service -> service.operations().stream())
                .flatMap(operation -> operation.suivi().stream())
                .map(ServiceWeb.Suivi::operation)
                .filter(operation -> !reads.contains(operation))
                .distinct()
                .forEach(operation ->
                        root.fault("services", "look up by '" + operation + "', which is no look-up here"));
    }
}
