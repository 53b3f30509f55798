package omega.simulator.books;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The fold of what was deposited. Whoever holds it holds its lock: {@link Books}. */
final class Demandes {
    private final Map<String, Fact.Arrivee> lying = new LinkedHashMap<>();
    private final Map<String, Dossier> dossiers = new LinkedHashMap<>();
    private final Map<String, Integer> noms = new HashMap<>();
    private final Map<String, Integer> arrivees = new HashMap<>();
    private final Map<String, Integer> octets = new HashMap<>();
    private final Map<String, Integer> recues = new HashMap<>();
    private final Map<String, Integer> prises = new HashMap<>();
    private final Map<String, Integer> ranks = new HashMap<>();
    private final Map<String, Instant> unanswered = new LinkedHashMap<>();
    private final Map<String, Dossier> toIntegrate = new LinkedHashMap<>();
    private final Map<String, Consommation> consommations = new TreeMap<>();
    private long suivis;

    private static String key(String partenaire, String what) {
        return partenaire + "/" + what;
    }

    void arrived(Fact.Arrivee arrivee) {
        if (arrivee.ancienNom() != null) {
            lying.remove(key(arrivee.partenaire(), arrivee.ancienNom()));
        }
        String key = key(arrivee.partenaire(), arrivee.nom());
        lying.put(key, arrivee);
        arrivees.merge(key, 1, Integer::sum);
    }

    void left(Fact.Depart depart) {
        lying.remove(key(depart.partenaire(), depart.nom()));
    }

    void received(Depot depot) {
        lying.remove(key(depot.partenaire(), depot.nom()));
        dossiers.put(depot.id(), new Dossier(depot, null, null, null));
        ranks.merge(depot.partenaire(), 1, Integer::sum);
        noms.merge(key(depot.partenaire(), depot.nom()), 1, Integer::sum);
        octets.merge(key(depot.partenaire(), depot.sha256()), 1, Integer::sum);
    }

    void judged(Jugement jugement) {
        Dossier dossier = dossiers.computeIfPresent(jugement.depot(), (_, old) -> old.with(jugement));
        if (dossier == null) {
            return;
        }
        String partenaire = dossier.depot().partenaire();
        for (Jugement.Ligne ligne : jugement.lignes()) {
            if (ligne.idDemande() != null) {
                recues.merge(key(partenaire, ligne.idDemande()), 1, Integer::sum);
                if (ligne.acceptee()) {
                    prises.merge(key(partenaire, ligne.idDemande()), 1, Integer::sum);
                }
            }
            suivis += ligne.numeroSuivi() == null ? 0 : 1;
        }
        suivis += jugement.numeroSuivi() == null ? 0 : 1;
        if (jugement.reponse() != null) {
            unanswered.put(jugement.depot(), jugement.reponse());
        }
        if (!jugement.refuse()) {
            toIntegrate.put(jugement.depot(), dossier);
            consume(new Consommation(partenaire, jugement.jourQuota(), jugement.compte(), 0));
        }
    }

    void consume(Consommation more) {
        consommations.merge(
                key(more.partenaire(), more.jour().toString()),
                more,
                (a, b) -> new Consommation(
                        a.partenaire(), a.jour(), a.fichiers() + b.fichiers(), a.portail() + b.portail()));
    }

    void answered(String depot, String nom) {
        unanswered.remove(depot);
        dossiers.computeIfPresent(depot, (_, old) -> old.answered(nom));
    }

    void integrated(Fact.Integration integration) {
        toIntegrate.remove(integration.depot());
        dossiers.computeIfPresent(integration.depot(), (_, old) -> old.with(integration));
    }

    List<Fact.Arrivee> lying() {
        return List.copyOf(lying.values());
    }

    List<Dossier> dossiers(Predicate<Dossier> which) {
        return dossiers.values().stream().filter(which).toList();
    }

    Optional<Dossier> dossier(String id) {
        return Optional.ofNullable(dossiers.get(id));
    }

    /** Judged and not yet answered, although an answer is due by {@code instant}. */
    List<Dossier> unanswered(Instant instant) {
        List<Dossier> due = new ArrayList<>();
        unanswered.forEach((id, reponse) -> {
            if (!reponse.isAfter(instant)) {
                dossier(id).ifPresent(due::add);
            }
        });
        return due;
    }

    Collection<Dossier> toIntegrate() {
        return List.copyOf(toIntegrate.values());
    }

    int next(String partenaire) {
        return ranks.getOrDefault(partenaire, 0) + 1;
    }

    Receptions receptions(Depot depot) {
        return new Receptions(
                arrivees.getOrDefault(key(depot.partenaire(), depot.nom()), 0),
                noms.getOrDefault(key(depot.partenaire(), depot.nom()), 0),
                octets.getOrDefault(key(depot.partenaire(), depot.sha256()), 0));
    }

    int named(String partenaire, String nom) {
        return noms.getOrDefault(key(partenaire, nom), 0);
    }

    int received(String partenaire, String idDemande) {
        return recues.getOrDefault(key(partenaire, idDemande), 0);
    }

    int taken(String partenaire, String idDemande) {
        return prises.getOrDefault(key(partenaire, idDemande), 0);
    }

    long suivis() {
        return suivis;
    }

    Consommation consommation(String partenaire, LocalDate jour) {
        return consommations.getOrDefault(key(partenaire, jour.toString()), new Consommation(partenaire, jour, 0, 0));
    }

    List<Consommation> consommations() {
        return List.copyOf(consommations.values());
    }
}
