package omega.simulator.integrate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import omega.catalogue.Catalogue;
import omega.catalogue.CodeList;
import omega.clock.OmegaClock;
import omega.simulator.books.Dossier;
import omega.simulator.books.Fact;
import omega.simulator.books.Jugement;
import omega.simulator.books.Jugement.Ligne;
import omega.simulator.books.Unitaire;
import omega.simulator.publish.Dice;
import omega.simulator.publish.Registers;
import org.jspecify.annotations.Nullable;

/**
 * The way of each accepted request, drawn from the seed: received; in the night integrated or non recevable; then planned, under way
 * and done, or not done, or cancelled, over days. A pure function of the books, so that it is the same whenever it is told.
 */
public final class Parcours {
    /** Of points that may be somebody else's: the supplier asks to have them. */
    private static final Set<String> NEW_POINTS = Set.of("CHF", "MES");
    /** Settled without anybody's coming or reading. */
    private static final Set<String> AT_ONCE = Set.of("MCF", "TJDC", "DPM", "PPH", "OPC", "TIDX");

    private static final List<String> REASONS = List.of("M03", "M04", "M08");
    private static final int NIGHT = 2 * 3600;

    private final Catalogue catalogue;
    private final long seed;
    private final Registers registers;

    public Parcours(Catalogue catalogue, Registers registers, long seed) {
        this.catalogue = catalogue;
        this.registers = registers;
        this.seed = seed;
    }

    /** What an accepted request of {@code dossier} has come to until {@code instant}, in order; empty where it is never heard of. */
    public List<Etape> until(Instant instant, Dossier dossier, Ligne ligne) {
        Jugement jugement = dossier.jugement();
        return jugement == null || !ligne.acceptee()
                ? List.of()
                : until(instant, all(Affaire.of(dossier, jugement, ligne, seed)));
    }

    /** The same of a request that came by a web service; it is always heard of. */
    public List<Etape> until(Instant instant, Unitaire demande) {
        List<Etape> all = all(Affaire.of(demande, seed));
        Fact.Annulation annulation = demande.annulation();
        if (annulation == null) {
            return until(instant, all);
        }
        List<Etape> some = new ArrayList<>(until(annulation.instant(), all));
        some.add(etape("ANN", annulation.instant(), Optional.of(annulation.motif())));
        return until(instant, some);
    }

    private static List<Etape> until(Instant instant, List<Etape> all) {
        return all.stream().filter(each -> !each.instant().isAfter(instant)).toList();
    }

    private List<Etape> all(Affaire affaire) {
        Etape received = etape("REC", affaire.recue(), Optional.empty());
        Fact.Integration integration = affaire.integration();
        if (integration == null) {
            return List.of(received);
        }
        long dice = affaire.dice();
        if (Dice.part(Dice.mix(dice, "sans suite")) < integration.tauxSansSuite()) {
            return List.of();
        }
        Instant night = integration.instant().plusSeconds(Dice.below(Dice.mix(dice, "nuit"), NIGHT));
        Optional<String> reason = reason(affaire, integration);
        if (reason.isPresent()) {
            return List.of(received, etape("NRE", night, reason));
        }
        List<Etape> all = new ArrayList<>(List.of(received, etape("INT", night, Optional.empty())));
        all.addAll(AT_ONCE.contains(affaire.nature()) ? atOnce(day(night), affaire) : planned(night, affaire));
        return all;
    }

    /** Why level 2 does not receive a request: its point, its date, or chance. */
    private Optional<String> reason(Affaire affaire, Fact.Integration integration) {
        Optional<String> point = integration.pceLibres()
                ? Optional.empty()
                : point(affaire.partenaire(), affaire.nature(), affaire.pce());
        if (point.isPresent()) {
            return point;
        }
        LocalDate wished = affaire.dateSouhaitee();
        if (wished != null && wished.isBefore(affaire.jour())) {
            return Optional.of("M03");
        }
        long dice = affaire.dice();
        return Dice.part(Dice.mix(dice, "recevable")) < integration.tauxNonRecevables()
                ? Optional.of(REASONS.get(Dice.below(Dice.mix(dice, "motif"), REASONS.size())))
                : Optional.empty();
    }

    /** Why a partner may not ask for this at this point: it is another's, or nobody's. */
    public Optional<String> point(String partenaire, String nature, String pce) {
        return NEW_POINTS.contains(nature) || registers.has(partenaire, pce)
                ? Optional.empty()
                : Optional.of(registers.has(pce) ? "M02" : "M01");
    }

    private static LocalDate day(Instant instant) {
        return instant.atZone(OmegaClock.PARIS).toLocalDate();
    }

    private List<Etape> atOnce(LocalDate night, Affaire affaire) {
        long dice = affaire.dice();
        LocalDate day = night.plusDays(1 + Dice.below(Dice.mix(dice, "fait"), 2));
        LocalDate effect = later(day, affaire.dateSouhaitee());
        return List.of(etape("REA", at(effect, 10, dice), Optional.empty()));
    }

    /** An appointment, where there is one, decides the day and the hours. */
    private List<Etape> planned(Instant night, Affaire affaire) {
        long dice = affaire.dice();
        LocalDate day = day(night).plusDays(1);
        LocalDate effect = later(day.plusDays(1 + Dice.below(Dice.mix(dice, "effet"), 2)), affaire.dateSouhaitee());
        Unitaire.RendezVous visit = affaire.rendezVous();
        Instant planned = at(day, 9, dice);
        Instant start = at(effect, 8, dice);
        Instant done = at(effect, 14, dice);
        Instant undone = at(effect, 12, dice);
        if (visit != null) {
            effect = day(visit.debut());
            planned = planned.isBefore(visit.debut()) ? planned : night;
            start = visit.debut();
            done = visit.fin();
            undone = visit.fin();
        }
        Etape plan = new Etape("PLA", planned, null, effect, label("PLA"));
        int end = Dice.below(Dice.mix(dice, "fin"), 100);
        if (end < 3) {
            Instant off = at(day, 15, dice);
            return List.of(plan, etape("ANN", off.isBefore(start) ? off : start, Optional.of("M07")));
        }
        return List.of(
                plan,
                etape("ENC", start, Optional.empty()),
                end < 8
                        ? etape("NRA", undone, Optional.of(end % 2 == 0 ? "M05" : "M06"))
                        : etape("REA", done, Optional.empty()));
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
        return registers.first(partenaire, count);
    }
}
