package omega.ws.receive;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.catalogue.Exemple;
import omega.catalogue.ServiceWeb;
import omega.ws.contract.Contract;
import omega.ws.contract.ContractFault;
import omega.ws.contract.Definition;
import omega.ws.contract.SoapOperation;
import omega.ws.rest.RestContract;
import omega.ws.rest.RestOperation;
import omega.ws.translate.Misfit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the contracts offer, read once at start. What cannot be carried is told with its place, and offered to nobody. */
@Singleton
public class Offer {
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final List<ContractFault> refused = new ArrayList<>();
    private final List<ContractFault> limits = new ArrayList<>();
    private final Map<String, String> chemins;
    private final Map<String, Exemple> exemples;
    private final Map<String, Exemple> builtIn = Catalogue.provisional().exemples();

    /** @throws IllegalStateException when two versions of one namespace are there (§4.2.2) */
    @Inject
    public Offer(
            Catalogue catalogue,
            @ConfigProperty(name = "omega.ws.contrats") Optional<Path> directory,
            Chemins chemins) {
        this(catalogue, directory, chemins.all());
    }

    /** As above, with {@code chemins} by service. */
    Offer(Catalogue catalogue, Optional<Path> directory, Map<String, String> chemins) {
        this.chemins = chemins;
        this.exemples = catalogue.exemples();
        Contracts contracts = new Contracts(catalogue, directory);
        Map<String, Contract> all = new LinkedHashMap<>(contracts.bound());
        all.putAll(contracts.dropped());
        refuseTwoVersions(all);
        catalogue.services().forEach(service -> bind(service, contracts));
        contracts.dropped().values().forEach(each -> each.operations().forEach(this::offer));
        contracts.droppedRest().values().forEach(each -> each.operations().forEach(one -> offer(each, one)));
        exemples.keySet().stream()
                .filter(each -> !endpoints.containsKey(each))
                .forEach(each -> unshown(each, "is not shown: no such operation is offered"));
        all.values().forEach(each -> {
            refused.addAll(each.refused());
            limits.addAll(each.limits());
        });
        refused.addAll(contracts.ignored());
        Stream.concat(contracts.boundRest().values().stream(), contracts.droppedRest().values().stream())
                .forEach(each -> {
                    refused.addAll(each.refused());
                    limits.addAll(each.limits());
                });
    }

    /** Namespaces carry no version, so one environment can hold one version only of each (§4.2.2). */
    private static void refuseTwoVersions(Map<String, Contract> contracts) {
        Map<String, Definition> known = new HashMap<>();
        contracts.forEach((name, contract) -> {
            if (contract.operations().isEmpty()) {
                return; // it is offered to nobody
            }
            String root = name.substring(0, name.length() - contract.file().length());
            for (Definition each : contract.definitions()) {
                Definition own = each.below(root);
                Definition other = known.putIfAbsent(own.name(), own);
                if (other != null && own.contradicts(other)) {
                    throw new IllegalStateException("two versions of the namespace " + own.name() + " are defined by "
                            + other.place() + " and otherwise by " + own.place()
                            + "; one environment holds one of them (guide 4.2.2): take the other away");
                }
            }
        });
    }

    private void bind(ServiceWeb service, Contracts contracts) {
        for (ServiceWeb.Operation binding : service.operations()) {
            Optional<Carried> operation = service.isRest()
                    ? Optional.ofNullable(contracts.boundRest().get(service.contrat()))
                            .flatMap(each -> each.operation(binding.name()))
                            .map(Carried.ByRest::new)
                    : Optional.ofNullable(contracts.bound().get(service.contrat()))
                            .flatMap(each -> operation(each, service, binding))
                            .map(Carried.BySoap::new);
            operation.ifPresentOrElse(
                    each -> add(service.name(), service.chemin(), binding, each),
                    () -> refused.add(new ContractFault(
                            "bindings.yaml",
                            0,
                            "binds " + service.name() + "/" + binding.name() + ", which " + service.contrat()
                                    + " does not offer")));
        }
    }

    private static Optional<SoapOperation> operation(
            Contract contract, ServiceWeb service, ServiceWeb.Operation binding) {
        return contract.operations().stream()
                .filter(each -> each.name().equals(binding.name()))
                .min(Comparator.comparing(each -> !each.service().getLocalPart().equals(service.name())));
    }

    /** An operation of which nothing is known but its contract: a write, so that it keeps to the stricter hours. */
    private void offer(SoapOperation operation) {
        String service = operation.service().getLocalPart();
        unbound(service, "/ws/" + service, operation.name(), ServiceWeb.Acces.ECRITURE, new Carried.BySoap(operation));
    }

    /** The same in REST, where HTTP says of a GET that it changes nothing. */
    private void offer(RestContract contract, RestOperation operation) {
        ServiceWeb.Acces acces =
                operation.method().equals("GET") ? ServiceWeb.Acces.LECTURE : ServiceWeb.Acces.ECRITURE;
        unbound(contract.title(), contract.base(), operation.name(), acces, new Carried.ByRest(operation));
    }

    private void unbound(String service, String chemin, String name, ServiceWeb.Acces acces, Carried carried) {
        add(
                service,
                chemin,
                new ServiceWeb.Operation(
                        name,
                        Optional.empty(),
                        acces,
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of()),
                carried);
        limits.add(new ContractFault(
                carried.file(),
                carried.line(),
                "operation '" + name + "' has no entry in bindings.yaml: it is taken for a "
                        + (acces == ServiceWeb.Acces.ECRITURE
                                ? "write, without look-up of lost answers"
                                : "look-up, since it is a GET")));
    }

    private void add(String name, String chemin, ServiceWeb.Operation binding, Carried carried) {
        String service = ServiceWeb.address(name);
        Endpoint endpoint = new Endpoint(
                service,
                chemins.getOrDefault(service, chemin),
                binding,
                carried,
                exemple(service + "/" + binding.name(), carried));
        Endpoint other = endpoints.putIfAbsent(endpoint.toString(), endpoint);
        if (other != null) {
            refused.add(new ContractFault(
                    carried.file(),
                    carried.line(),
                    "offers " + endpoint + " again, after " + other.carried().file()));
        }
    }

    /** What the pack shows of an operation, as far as it fits. */
    private Optional<Exemple> exemple(String name, Carried carried) {
        Exemple exemple = exemples.get(name);
        if (exemple == null || !fits(name, "demande", carried.misfits(exemple.demande()))) {
            return Optional.empty();
        }
        return Optional.of(new Exemple(
                exemple.demande(),
                exemple.reponse().filter(each -> fits(name, "reponse", carried.misfitsOfAnswer(each)))));
    }

    private boolean fits(String name, String part, List<Misfit> misfits) {
        if (!misfits.isEmpty()) {
            Misfit first = misfits.getFirst();
            unshown(name, "is not shown: " + part + first.path() + " " + first.reason());
        }
        return misfits.isEmpty();
    }

    /** Nobody is told of a built-in example that another contract leaves behind. */
    private void unshown(String name, String reason) {
        if (!Objects.equals(exemples.get(name), builtIn.get(name))) {
            limits.add(new ContractFault("exemples/" + name + ".json", 0, reason));
        }
    }

    /** By the service's name, as the guide writes it or as it stands in addresses. */
    public Optional<Endpoint> find(String service, String operation) {
        Endpoint named = endpoints.get(service + "/" + operation);
        return named == null
                ? Optional.ofNullable(endpoints.get(ServiceWeb.address(service) + "/" + operation))
                : Optional.of(named);
    }

    /** By {@code service/operation}, as bindings name it. */
    public Optional<Endpoint> find(String name) {
        return Optional.ofNullable(endpoints.get(ServiceWeb.address(name)));
    }

    public Collection<Endpoint> all() {
        return endpoints.values();
    }

    /** What is not offered, and why. */
    public List<ContractFault> refused() {
        return refused;
    }

    /** What is left out, or presumed, of what is offered. */
    public List<ContractFault> limits() {
        return limits;
    }
}
