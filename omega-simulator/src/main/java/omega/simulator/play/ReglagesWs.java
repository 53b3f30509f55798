package omega.simulator.play;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How OMEGA's web services behave (§4), where the guide leaves it open, and what goes wrong.
 *
 * @param heures whether the hours of §4.1 hold
 * @param doublons what becomes of a second creation with a reference that was accepted before
 * @param pceLibres whether any point that is well formed will do, rather than those of the register
 * @param dureeJeton how long an access token lasts, in real time
 * @param lenteur by how much, in real time, each answer is delayed
 * @param tauxReponsesPerdues which part of the answers to writes is lost once the work is done, drawn from the seed, 0 to 1
 * @param pannes service → what goes wrong at its next calls, each used once, in order; {@code *} for whichever is called next, and
 *     {@code jeton} for the token server
 */
public record ReglagesWs(
        Heures heures,
        Doublons doublons,
        boolean pceLibres,
        Duration dureeJeton,
        Duration lenteur,
        @Nullable Double tauxReponsesPerdues,
        Map<String, List<String>> pannes) {

    /** For any service, in {@code pannes}. */
    public static final String TOUS = "*";
    /** For the token server, in {@code pannes}. */
    public static final String JETON = "jeton";

    /** The calendar's, or always one or the other. */
    public enum Heures {
        CALENDRIER,
        OUVERT,
        FERME
    }

    /** {@code ACCEPTES}: both requests are there, and the books count a double. */
    public enum Doublons {
        ACCEPTES,
        REFUSES
    }

    public static final ReglagesWs DEFAUT = new ReglagesWs(
            Heures.CALENDRIER, Doublons.ACCEPTES, false, Duration.ofHours(1), Duration.ZERO, 0.0, Map.of());

    /** What a document leaves out has its default. */
    @SuppressWarnings("ConstantValue")
    public ReglagesWs {
        heures = heures == null ? Heures.CALENDRIER : heures;
        doublons = doublons == null ? Doublons.ACCEPTES : doublons;
        dureeJeton = dureeJeton == null ? Duration.ofHours(1) : dureeJeton;
        lenteur = lenteur == null ? Duration.ZERO : lenteur;
        tauxReponsesPerdues = tauxReponsesPerdues == null ? Double.valueOf(0) : tauxReponsesPerdues;
        pannes = pannes == null ? Map.of() : Map.copyOf(pannes);
        pannes.values().forEach(list -> list.forEach(PanneWs::parse));
        if (!(tauxReponsesPerdues >= 0 && tauxReponsesPerdues <= 1)) {
            throw new IllegalArgumentException("tauxReponsesPerdues must be within 0..1");
        }
        if (dureeJeton.toSeconds() < 1 || lenteur.isNegative() || lenteur.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("dureeJeton must be at least PT1S, lenteur within 0..PT5M");
        }
    }

    /** Where the next fault of {@code service} stands: under its own name, or under that of all. */
    private Optional<String> place(String service) {
        boolean own = !pannes.getOrDefault(service, List.of()).isEmpty();
        boolean any =
                !service.equals(JETON) && !pannes.getOrDefault(TOUS, List.of()).isEmpty();
        return own ? Optional.of(service) : any ? Optional.of(TOUS) : Optional.empty();
    }

    public Optional<PanneWs> panne(String service) {
        return place(service)
                .map(each -> PanneWs.parse(pannes.getOrDefault(each, List.of()).getFirst()));
    }

    /** These switches once the next fault of {@code service} has happened. */
    public ReglagesWs happened(String service) {
        Map<String, List<String>> rest = new TreeMap<>(pannes);
        place(service)
                .ifPresent(each -> rest.computeIfPresent(each, (_, list) -> {
                    List<String> left = new ArrayList<>(list);
                    left.removeFirst();
                    return List.copyOf(left);
                }));
        return new ReglagesWs(heures, doublons, pceLibres, dureeJeton, lenteur, tauxReponsesPerdues, rest);
    }
}
