package omega.simulator.play;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How OMEGA treats mass requests (§3.2.1, §3.2.3), where the guide leaves it open.
 *
 * @param ramassage which names OMEGA takes out of the partner's directory
 * @param delaiRamassage how long a file must have lain there unchanged and closed; zero takes it at once
 * @param nomsEnDouble what becomes of a file whose name was received before
 * @param quotas partner → most requests a day, files and portal together; no limit for a partner that is not named
 * @param jourDuQuota the day on which a request counts
 * @param apresLimite when level 1 reads what comes too late for the day (§3.2.1)
 * @param compteRendu whether and when the level-1 answer comes
 * @param delaiCompteRendu the least time from level 1 to the answer; the rest up to the most is drawn from the seed
 * @param numeroSuivi what has a numéro de suivi global of its own
 * @param sdem whether an SDEM tells what is new since the last one, or all again
 * @param demandesInventees whether an SDEM tells of invented requests besides
 * @param tauxNonRecevables which part of the accepted requests is non recevable at level 2, drawn from the seed, 0 to 1
 * @param tauxSansSuite which part of them is never heard of again, 0 to 1
 * @param pceLibres whether level 2 knows every point that is well formed, rather than those of the register
 */
public record ReglagesDemandes(
        Ramassage ramassage,
        Duration delaiRamassage,
        NomsEnDouble nomsEnDouble,
        Map<String, Long> quotas,
        JourDuQuota jourDuQuota,
        ApresLimite apresLimite,
        CompteRendu compteRendu,
        Duration delaiCompteRendu,
        Duration delaiCompteRenduMax,
        NumeroSuivi numeroSuivi,
        Sdem sdem,
        DemandesInventees demandesInventees,
        @Nullable Double tauxNonRecevables,
        @Nullable Double tauxSansSuite,
        boolean pceLibres) {

    /** A definitive name ends in {@code .zip} and does not start with a dot; every other one is temporary. */
    public enum Ramassage {
        NOMS_DEFINITIFS,
        TOUS_LES_NOMS
    }

    /** Of the second file of a name. */
    public enum NomsEnDouble {
        REFUSES,
        ACCEPTES
    }

    /** The Paris date of the deposit, or that on which OMEGA processes it. */
    public enum JourDuQuota {
        TRAITEMENT,
        DEPOT
    }

    /** At the opening of the day on which the file is processed, or as soon as it has come. */
    public enum ApresLimite {
        JOUR_DE_TRAITEMENT,
        AUSSITOT
    }

    /** {@code TARDIF}: more than two hours; {@code JAMAIS}: judged and never told; {@code PANNE}: level 1 stands still, and goes on later. */
    public enum CompteRendu {
        NORMAL,
        TARDIF,
        JAMAIS,
        PANNE
    }

    /** One number a file, or one a line. */
    public enum NumeroSuivi {
        PAR_FICHIER,
        PAR_LIGNE
    }

    /** What happened since the last SDEM, or all that is known. */
    public enum Sdem {
        DELTA,
        CUMULATIF
    }

    /** {@code SANS_DEPOT}: only for a partner who never deposited anything, whose tracker would else meet orphans. */
    public enum DemandesInventees {
        SANS_DEPOT,
        TOUJOURS,
        JAMAIS
    }

    private static final Duration TWO_HOURS = Duration.ofHours(2);

    public static final ReglagesDemandes DEFAUT = new ReglagesDemandes(
            Ramassage.NOMS_DEFINITIFS,
            Duration.ofMinutes(1),
            NomsEnDouble.REFUSES,
            Map.of(),
            JourDuQuota.TRAITEMENT,
            ApresLimite.JOUR_DE_TRAITEMENT,
            CompteRendu.NORMAL,
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            NumeroSuivi.PAR_FICHIER,
            Sdem.DELTA,
            DemandesInventees.SANS_DEPOT,
            0.05,
            0.0,
            false);

    /** What a document leaves out has its default. */
    @SuppressWarnings("ConstantValue")
    public ReglagesDemandes {
        ramassage = ramassage == null ? Ramassage.NOMS_DEFINITIFS : ramassage;
        delaiRamassage = delaiRamassage == null ? Duration.ofMinutes(1) : delaiRamassage;
        nomsEnDouble = nomsEnDouble == null ? NomsEnDouble.REFUSES : nomsEnDouble;
        quotas = quotas == null ? Map.of() : Map.copyOf(quotas);
        jourDuQuota = jourDuQuota == null ? JourDuQuota.TRAITEMENT : jourDuQuota;
        apresLimite = apresLimite == null ? ApresLimite.JOUR_DE_TRAITEMENT : apresLimite;
        compteRendu = compteRendu == null ? CompteRendu.NORMAL : compteRendu;
        delaiCompteRendu = delaiCompteRendu == null ? Duration.ofMinutes(2) : delaiCompteRendu;
        delaiCompteRenduMax = delaiCompteRenduMax != null
                ? delaiCompteRenduMax
                : delaiCompteRendu.compareTo(Duration.ofMinutes(10)) > 0 ? delaiCompteRendu : Duration.ofMinutes(10);
        numeroSuivi = numeroSuivi == null ? NumeroSuivi.PAR_FICHIER : numeroSuivi;
        sdem = sdem == null ? Sdem.DELTA : sdem;
        demandesInventees = demandesInventees == null ? DemandesInventees.SANS_DEPOT : demandesInventees;
        tauxNonRecevables = tauxNonRecevables == null ? Double.valueOf(0.05) : tauxNonRecevables;
        tauxSansSuite = tauxSansSuite == null ? Double.valueOf(0) : tauxSansSuite;
        if (!(tauxNonRecevables >= 0 && tauxNonRecevables <= 1 && tauxSansSuite >= 0 && tauxSansSuite <= 1)) {
            throw new IllegalArgumentException("tauxNonRecevables and tauxSansSuite must be within 0..1");
        }
        if (delaiRamassage.isNegative()
                || delaiCompteRendu.isNegative()
                || delaiCompteRenduMax.compareTo(delaiCompteRendu) < 0
                || delaiCompteRenduMax.compareTo(TWO_HOURS) >= 0) {
            throw new IllegalArgumentException("delays must not be negative, delaiCompteRenduMax not below"
                    + " delaiCompteRendu and under PT2H (§3.2.3); TARDIF is for later ones");
        }
        if (quotas.values().stream().anyMatch(quota -> quota < 0)) {
            throw new IllegalArgumentException("a quota must not be negative: " + quotas);
        }
    }

    /** Whether level 1 answers from {@code delaiCompteRendu} to {@code delaiCompteRenduMax} after it has read a file. */
    public Duration delai(double part) {
        Duration span = delaiCompteRenduMax.minus(delaiCompteRendu);
        Duration drawn = delaiCompteRendu.plusSeconds(Math.round(span.toSeconds() * part));
        return compteRendu == CompteRendu.TARDIF ? drawn.plus(TWO_HOURS) : drawn;
    }
}
