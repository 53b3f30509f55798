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
    private static final Pattern ORIGIN = Pattern.compile("(demande|reponse|choix):(/.*)|(valeur):(.+)");

    private final Entry root;
    private final CodeList natures;
    private final List<ServiceWeb.Faute> fautes = new ArrayList<>();
    private final List<Next> next = new ArrayList<>();

    /** An operation that a suite names, and where. */
    private record Next(Entry entry, String operation) {}

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
        ServiceWeb.Acces acces = entry.choice("acces", ServiceWeb.Acces.values(), Entry::lower);
        return new ServiceWeb.Operation(
                entry.text("operation"),
                entry.optionalText("libelle"),
                acces,
                natures(entry),
                place(entry, "idDemande"),
                place(entry, "pce"),
                place(entry, "numeroDemande"),
                place(entry, "etat"),
                entry.has("suivi") ? Optional.of(suivi(entry.entry("suivi"))) : Optional.empty(),
                entry.entries("suites").stream()
                        .map(each -> suite(each, acces == ServiceWeb.Acces.ECRITURE))
                        .toList(),
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

    /** {@code kept}: what was asked for may be named by what follows it. */
    private ServiceWeb.Suite suite(Entry entry, boolean kept) {
        try (entry) {
            Optional<String> choice = place(entry, "choix");
            Map<String, ServiceWeb.Origine> body = origins(entry.entry("corps"), choice.isPresent());
            boolean ends = entry.flag("termine");
            if (ends && (choice.isPresent() || body.isEmpty())) {
                entry.fault("termine", "must tell by corps alone, without choix, which request it ends");
            }
            if (!kept && entry.has("puis")) {
                entry.fault("puis", "must follow a write's own suite: only a write is kept, and can be named");
            }
            String operation = entry.text("operation");
            next.add(new Next(entry, operation));
            return new ServiceWeb.Suite(
                    operation,
                    entry.has("si") ? conditions(entry.entry("si"), choice.isPresent()) : Map.of(),
                    choice,
                    body,
                    ends,
                    entry.entries("puis").stream()
                            .map(each -> suite(each, false))
                            .toList());
        }
    }

    private static Map<String, ServiceWeb.Origine> origins(Entry entry, boolean chosen) {
        try (entry) {
            Map<String, ServiceWeb.Origine> origins = new TreeMap<>();
            for (String key : entry.keys()) {
                if (!key.startsWith("/")) {
                    entry.fault(key, "is no JSON pointer: it must begin with /");
                }
                origin(entry, key, entry.text(key), chosen).ifPresent(origin -> origins.put(key, origin));
            }
            return Collections.unmodifiableMap(origins);
        }
    }

    private static Map<ServiceWeb.Origine, String> conditions(Entry entry, boolean chosen) {
        try (entry) {
            Map<ServiceWeb.Origine, String> conditions = new LinkedHashMap<>();
            for (String key : entry.keys()) {
                String value = entry.text(key);
                origin(entry, key, key, chosen).ifPresent(origin -> conditions.put(origin, value));
            }
            return Collections.unmodifiableMap(conditions);
        }
    }

    private static Optional<ServiceWeb.Origine> origin(Entry entry, String key, String text, boolean chosen) {
        Matcher matcher = ORIGIN.matcher(text);
        if (!matcher.matches()) {
            entry.fault(
                    key,
                    "'" + text + "' must be demande:, reponse: or choix: and a JSON pointer, or valeur: and a text");
            return Optional.empty();
        }
        if (matcher.group(3) != null) {
            return Optional.of(new ServiceWeb.Origine(ServiceWeb.De.VALEUR, matcher.group(4)));
        }
        if (matcher.group(1).equals("choix") && !chosen) {
            entry.fault(key, "'" + text + "' is of a choix, and none is named");
            return Optional.empty();
        }
        return Optional.of(new ServiceWeb.Origine(
                ServiceWeb.De.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), matcher.group(2)));
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
        next.stream()
                .filter(each -> !all.contains(each.operation()))
                .forEach(each -> each.entry()
                        .fault("operation", "goes on with '" + each.operation() + "', which no service here has"));
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
