package omega.simulator.books;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The fold of what came by web services. Whoever holds it holds its lock: {@link Books}. */
final class Unitaires {
    private final Map<String, Unitaire> all = new LinkedHashMap<>();
    private final Map<String, List<String>> references = new HashMap<>();
    private final Map<String, Unitaire> toIntegrate = new LinkedHashMap<>();

    private static String key(String partenaire, String idDemande) {
        return partenaire + "/" + idDemande;
    }

    void created(Unitaire demande) {
        all.put(demande.numeroDemande(), demande);
        references
                .computeIfAbsent(key(demande.partenaire(), demande.idDemande()), _ -> new ArrayList<>())
                .add(demande.numeroDemande());
        toIntegrate.put(demande.numeroDemande(), demande);
    }

    void agreed(Fact.RendezVousPris agreed) {
        change(agreed.numeroDemande(), old -> old.with(agreed.rendezVous()));
    }

    void calledOff(Fact.Annulation annulation) {
        change(annulation.numeroDemande(), old -> old.with(annulation));
        toIntegrate.remove(annulation.numeroDemande());
    }

    void integrated(Fact.Integration integration) {
        change(integration.depot(), old -> old.with(integration));
        toIntegrate.remove(integration.depot());
    }

    private void change(String numero, UnaryOperator<Unitaire> change) {
        all.computeIfPresent(numero, (_, old) -> change.apply(old));
    }

    List<Unitaire> all(Predicate<Unitaire> which) {
        return all.values().stream().filter(which).toList();
    }

    Optional<Unitaire> of(String numero) {
        return Optional.ofNullable(all.get(numero));
    }

    List<Unitaire> of(String partenaire, String idDemande) {
        return references.getOrDefault(key(partenaire, idDemande), List.of()).stream()
                .map(all::get)
                .filter(Objects::nonNull)
                .toList();
    }

    long count() {
        return all.size();
    }

    Collection<Unitaire> toIntegrate() {
        return List.copyOf(toIntegrate.values());
    }
}
