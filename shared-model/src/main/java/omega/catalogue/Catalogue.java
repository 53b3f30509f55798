package omega.catalogue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import omega.calendar.OmegaCalendar;

/**
 * A pack, read whole and without fault.
 *
 * @param flux by code, the fichier liste and the compte-rendu among them
 * @param demandes kinds of mass request by code
 * @param echanges what goes through which channel, in the guide's order
 * @param services web services by {@code bindings.yaml}, in its order
 * @param suivi how what OMEGA says of requests is read
 * @param contracts bytes of the files in {@code soap/} and {@code rest/} by path; do not change them
 * @param exemples of web services, by service as it stands in addresses, {@code /} and operation
 * @param fingerprint hash of every file that it was read from
 */
public record Catalogue(
        Pack pack,
        OmegaCalendar calendar,
        Transports transports,
        Map<String, Envelope> envelopes,
        Map<String, CodeList> codes,
        NavigableMap<String, Flux> flux,
        NavigableMap<String, DemandeKind> demandes,
        List<Echange> echanges,
        List<ServiceWeb> services,
        SuiviRules suivi,
        NavigableMap<String, byte[]> contracts,
        NavigableMap<String, Exemple> exemples,
        String fingerprint) {

    /** @throws PackException when the built-in pack overridden by {@code directory} has a fault */
    public static Catalogue load(Optional<Path> directory) {
        return new PackReader(PackFiles.open(directory)).read();
    }

    public static Catalogue provisional() {
        return load(Optional.empty());
    }

    /** Every fault of {@code directory} laid over the built-in pack; empty when it can be used. */
    public static List<PackFault> check(Path directory) {
        try {
            load(Optional.of(directory));
            return List.of();
        } catch (PackException e) {
            return e.faults();
        }
    }

    /** The flux whose archive names {@code name} fits. */
    public Optional<Flux> fluxOf(String name) {
        return flux.values().stream()
                .filter(each -> each.archive().match(name).isPresent())
                .findFirst();
    }

    /** The exchange that a request of this code asks for, whichever channel offers it. */
    public Optional<Echange> echange(String demande) {
        return echanges.stream().filter(each -> demande.equals(each.demande())).findFirst();
    }

    /** The web service of this name, the guide's. */
    public Optional<ServiceWeb> service(String name) {
        return services.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    public List<Flux> publications() {
        return flux.values().stream().filter(Flux::isPublication).toList();
    }
}
