package omega.simulator.play;

import java.util.List;
import java.util.Map;
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
 */
public record Reglages(
        Telechargement telechargement,
        boolean refuserConnexionsRapprochees,
        boolean fermetureMaintenance,
        Map<String, String> versions,
        Map<String, List<String>> prochainesFautes,
        double tauxFichiers,
        double tauxLignes) {

    /** When an archive counts as downloaded. */
    public enum Telechargement {
        OUVERTURE,
        FIN_DE_LECTURE,
        PORTAIL
    }

    public static final Reglages DEFAUT =
            new Reglages(Telechargement.FIN_DE_LECTURE, false, false, Map.of(), Map.of(), 0, 0);

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
    }

    public List<Injection> fautes(String flux) {
        return Injection.parse(prochainesFautes.getOrDefault(flux, List.of()));
    }

    /** These switches once the faults of {@code flux} have been used. */
    public Reglages used(String flux) {
        Map<String, List<String>> rest = new TreeMap<>(prochainesFautes);
        rest.remove(flux);
        return new Reglages(
                telechargement,
                refuserConnexionsRapprochees,
                fermetureMaintenance,
                versions,
                rest,
                tauxFichiers,
                tauxLignes);
    }
}
