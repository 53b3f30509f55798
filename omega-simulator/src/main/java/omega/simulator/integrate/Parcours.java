package omega.simulator.integrate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import omega.catalogue.Catalogue;
import omega.catalogue.CodeList;
import omega.clock.OmegaClock;
import omega.simulator.books.Dossier;
import omega.simulator.books.Fact;
import omega.simulator.books.Jugement;
import omega.simulator.books.Jugement.Ligne;
import omega.simulator.publish.Dice;
import omega.simulator.publish.Register;
import org.jspecify.annotations.Nullable;

/**
 * The way of each accepted request, drawn from the seed: received; in the night integrated or non recevable; then planned, under way
 * and done, or not done, or cancelled, over days. A pure function of the books, so that it is the same whenever it is told.
 */
public final class Parcours {
    /** Of points that may be somebody else's: the supplier asks to have them. */
    private static final Set<String> NEW_POINTS = Set.of("CHF", "MES");
    /** Settled without anybody's coming or reading. */
    private static final Set<String> AT_ONCE = Set.of("MCF", "TJDC", "DPM", "PPH", "OPC");

    private static final List<String> REASONS = List.of("M03", "M04", "M08");
    private static final int NIGHT = 2 * 3600;

    private final Catalogue catalogue;
    private final long seed;
    private final Map<String, Register> registers = new TreeMap<>();

    /** {@code pce} is how many points of delivery each partner has. */
    public Parcours(Catalogue catalogue, Collection<String> partenaires, long seed, int pce) {
        this.catalogue = catalogue;
        this.seed = seed;
        partenaires.forEach(each -> registers.put(each, new Register(seed, each, pce)));
    }

    /** What an accepted request of {@code dossier} has come to until {@code instant}, in order; empty where it is never heard of. */
    public List<Etape> until(Instant instant, Dossier dossier, Ligne ligne) {
        return all(dossier, ligne).stream()
                .filter(each -> !each.instant().isAfter(instant))
                .toList();
    }

    private List<Etape> all(Dossier dossier, Ligne ligne) {
        Jugement jugement = dossier.jugement();
        if (jugement == null || !ligne.acceptee()) {
            return List.of();
        }
        Etape received = etape("REC", jugement.instant(), Optional.empty());
        Fact.Integration integration = dossier.integration();
        if (integration == null) {
            return List.of(received);
        }
        long dice = dice(dossier, ligne);
        if (Dice.part(Dice.mix(dice, "sans suite")) < integration.tauxSansSuite()) {
            return List.of();
        }
        Instant night = integration.instant().plusSeconds(Dice.below(Dice.mix(dice, "nuit"), NIGHT));
        Optional<String> reason = reason(dossier, jugement, integration, ligne, dice);
        if (reason.isPresent()) {
            return List.of(received, etape("NRE", night, reason));
        }
        List<Etape> all = new ArrayList<>(List.of(received, etape("INT", night, Optional.empty())));
        boolean atOnce = AT_ONCE.contains(Objects.requireNonNullElse(jugement.demande(), ""));
        all.addAll(atOnce ? atOnce(day(night), ligne, dice) : planned(day(night), ligne, dice));
        return all;
    }

    private long dice(Dossier dossier, Ligne ligne) {
        String id = Objects.requireNonNullElse(ligne.idDemande(), "");
        return Dice.mix(Dice.mix(Dice.mix(seed, dossier.depot().id()), ligne.numero()), id);
    }

    /** Why level 2 does not receive a request: its point, its date, or chance. */
    private Optional<String> reason(
            Dossier dossier, Jugement jugement, Fact.Integration integration, Ligne ligne, long dice) {
        String pce = Objects.requireNonNullElse(ligne.pce(), "");
        boolean anybodys = NEW_POINTS.contains(Objects.requireNonNullElse(jugement.demande(), ""));
        if (!integration.pceLibres() && !anybodys && !has(dossier.depot().partenaire(), pce)) {
            boolean others = registers.values().stream().anyMatch(each -> each.has(pce));
            return Optional.of(others ? "M02" : "M01");
        }
        LocalDate wished = ligne.dateSouhaitee();
        if (wished != null && wished.isBefore(dossier.depot().jourTraitement())) {
            return Optional.of("M03");
        }
        return Dice.part(Dice.mix(dice, "recevable")) < integration.tauxNonRecevables()
                ? Optional.of(REASONS.get(Dice.below(Dice.mix(dice, "motif"), REASONS.size())))
                : Optional.empty();
    }

    private boolean has(String partenaire, String pce) {
        Register register = registers.get(partenaire);
        return register != null && register.has(pce);
    }

    private static LocalDate day(Instant instant) {
        return instant.atZone(OmegaClock.PARIS).toLocalDate();
    }

    private List<Etape> atOnce(LocalDate night, Ligne ligne, long dice) {
        LocalDate day = night.plusDays(1 + Dice.below(Dice.mix(dice, "fait"), 2));
        LocalDate effect = later(day, ligne.dateSouhaitee());
        return List.of(etape("REA", at(effect, 10, dice), Optional.empty()));
    }

    private List<Etape> planned(LocalDate night, Ligne ligne, long dice) {
        LocalDate day = night.plusDays(1);
        LocalDate effect = later(day.plusDays(1 + Dice.below(Dice.mix(dice, "effet"), 2)), ligne.dateSouhaitee());
        Etape plan = new Etape("PLA", at(day, 9, dice), null, effect, label("PLA"));
        int end = Dice.below(Dice.mix(dice, "fin"), 100);
        if (end < 3) {
            return List.of(plan, etape("ANN", at(day, 15, dice), Optional.of("M07")));
        }
        Etape start = etape("ENC", at(effect, 8, dice), Optional.empty());
        return List.of(
                plan,
                start,
                end < 8
                        ? etape("NRA", at(effect, 12, dice), Optional.of(end % 2 == 0 ? "M05" : "M06"))
                        : etape("REA", at(effect, 14, dice), Optional.empty()));
    }

    private static LocalDate later(LocalDate day, @Nullable LocalDate wished) {
        return wished != null && wished.isAfter(day) ? wished : day;
    }

    /** Within three hours of {@code hour}, in Paris. */
    private static Instant at(LocalDate day, int hour, long dice) {
        return day.atTime(hour, 0)
                .plusSeconds(Dice.below(Dice.mix(dice, hour), 3 * 3600))
                .atZone(OmegaClock.PARIS)
                .toInstant();
    }

    private Etape etape(String etat, Instant instant, Optional<String> motif) {
        return new Etape(
                etat,
                instant,
                motif.orElse(null),
                null,
                motif.map(code -> label("motif_demande", code)).orElse(label(etat)));
    }

    private String label(String etat) {
        return label("etat_demande", etat);
    }

    /** The pack's words for a code. */
    private String label(String list, String code) {
        CodeList codes = catalogue.codes().get(list);
        return codes == null
                ? ""
                : codes.codes().stream()
                        .filter(each -> each.code().equals(code))
                        .map(CodeList.Code::label)
                        .findFirst()
                        .orElse("");
    }

    /** Some of a partner's points, so that requests may tell of them. */
    public List<String> points(String partenaire, int count) {
        Register register = registers.get(partenaire);
        return register == null ? List.of() : register.first(count);
    }
}
