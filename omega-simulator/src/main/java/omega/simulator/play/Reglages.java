package omega.simulator.play;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The switches, one document. What the guide leaves open can be tried both ways.
 *
 * @param telechargement what counts as downloaded, and so leaves the fichier liste
 * @param refuserConnexionsRapprochees whether a connection within five minutes of the last is turned away (§3.2.1), not only counted
 * @param fermetureMaintenance whether connections are turned away during the maintenance of the third Saturday (§3.1)
 * @param versions flux → version of its layout; the last one of the pack otherwise
 * @param prochainesFautes flux → faults of its next publication, each used once
 * @param tauxFichiers which part of the publications gets a fault of the whole file, drawn from the seed, 0 to 1
 * @param tauxLignes which part of the lines gets a fault, drawn from the seed, 0 to 1
 * @param demandes how mass requests are treated
 * @param pannes partner → what goes wrong at his next fitting operations, each used once
 * @param lenteur by how much, in real time, the door delays each operation
 * @param ws how web services behave
 */
public record Reglages(
        Telechargement telechargement,
        boolean refuserConnexionsRapprochees,
        boolean fermetureMaintenance,
        Map<String, String> versions,
        Map<String, List<String>> prochainesFautes,
        double tauxFichiers,
        double tauxLignes,
        ReglagesDemandes demandes,
        Map<String, List<String>> pannes,
        Duration lenteur,
        ReglagesWs ws) {

    /** When an archive counts as downloaded. */
    public enum Telechargement {
        OUVERTURE,
        FIN_DE_LECTURE,
        PORTAIL
    }

    public static final Reglages DEFAUT =
            new Reglages(Telechargement.FIN_DE_LECTURE, false, false, Map.of(), Map.of(), 0, 0);

    /** Switches of publications, with the usual ones of requests. */
    public Reglages(
            Telechargement telechargement,
            boolean refuserConnexionsRapprochees,
            boolean fermetureMaintenance,
            Map<String, String> versions,
            Map<String, List<String>> prochainesFautes,
            double tauxFichiers,
            double tauxLignes) {
        this(
                telechargement,
                refuserConnexionsRapprochees,
                fermetureMaintenance,
                versions,
                prochainesFautes,
                tauxFichiers,
                tauxLignes,
                ReglagesDemandes.DEFAUT,
                Map.of(),
                Duration.ZERO);
    }

    /** Switches of publications and of mass requests, with the usual ones of web services. */
    public Reglages(
            Telechargement telechargement,
            boolean refuserConnexionsRapprochees,
            boolean fermetureMaintenance,
            Map<String, String> versions,
            Map<String, List<String>> prochainesFautes,
            double tauxFichiers,
            double tauxLignes,
            ReglagesDemandes demandes,
            Map<String, List<String>> pannes,
            Duration lenteur) {
        this(
                telechargement,
                refuserConnexionsRapprochees,
                fermetureMaintenance,
                versions,
                prochainesFautes,
                tauxFichiers,
                tauxLignes,
                demandes,
                pannes,
                lenteur,
                ReglagesWs.DEFAUT);
    }

    /** What a document leaves out has its default. */
    @SuppressWarnings("ConstantValue")
    public Reglages {
        telechargement = telechargement == null ? Telechargement.FIN_DE_LECTURE : telechargement;
        versions = versions == null ? Map.of() : Map.copyOf(versions);
        prochainesFautes = prochainesFautes == null ? Map.of() : Map.copyOf(prochainesFautes);
        if (!(tauxFichiers >= 0 && tauxFichiers <= 1 && tauxLignes >= 0 && tauxLignes <= 1)) {
            throw new IllegalArgumentException("tauxFichiers and tauxLignes must be within 0..1");
        }
        prochainesFautes.values().forEach(Injection::parse);
        demandes = demandes == null ? ReglagesDemandes.DEFAUT : demandes;
        pannes = pannes == null ? Map.of() : Map.copyOf(pannes);
        pannes.values().forEach(list -> list.forEach(Panne::parse));
        lenteur = lenteur == null ? Duration.ZERO : lenteur;
        if (lenteur.isNegative() || lenteur.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("lenteur must be within 0..PT5M");
        }
        ws = ws == null ? ReglagesWs.DEFAUT : ws;
    }

    public List<Injection> fautes(String flux) {
        return Injection.parse(prochainesFautes.getOrDefault(flux, List.of()));
    }

    /** These switches once the faults of {@code flux} have been used. */
    public Reglages used(String flux) {
        Map<String, List<String>> rest = new TreeMap<>(prochainesFautes);
        rest.remove(flux);
        return with(rest, demandes, pannes, ws);
    }

    public Reglages with(ReglagesDemandes others) {
        return with(prochainesFautes, others, pannes, ws);
    }

    public Reglages with(ReglagesWs others) {
        return with(prochainesFautes, demandes, pannes, others);
    }

    private Reglages with(
            Map<String, List<String>> fautes,
            ReglagesDemandes others,
            Map<String, List<String>> doorFaults,
            ReglagesWs webServices) {
        return new Reglages(
                telechargement,
                refuserConnexionsRapprochees,
                fermetureMaintenance,
                versions,
                fautes,
                tauxFichiers,
                tauxLignes,
                others,
                doorFaults,
                lenteur,
                webServices);
    }

    /** The first of the partner's that is of this sort. */
    public Optional<Panne> panne(String partenaire, Panne.Sorte sorte) {
        return pannes.getOrDefault(partenaire, List.of()).stream()
                .map(Panne::parse)
                .filter(each -> each.sorte() == sorte)
                .findFirst();
    }

    /** These switches once {@code panne} has happened, one login of several where it refuses some. */
    public Reglages happened(String partenaire, Panne panne) {
        List<String> rest = new ArrayList<>();
        boolean used = false;
        for (String each : pannes.getOrDefault(partenaire, List.of())) {
            if (used || !Panne.parse(each).equals(panne)) {
                rest.add(each);
            } else {
                used = true;
                if (panne.sorte() == Panne.Sorte.CONNEXION_REFUSEE && panne.nombre() > 1) {
                    rest.add(new Panne(panne.sorte(), panne.nombre() - 1).toString());
                }
            }
        }
        Map<String, List<String>> all = new TreeMap<>(pannes);
        all.put(partenaire, List.copyOf(rest));
        return with(prochainesFautes, demandes, all, ws);
    }
}
