package omega.tracker.decide;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import omega.catalogue.SuiviRules.Etat;
import omega.catalogue.SuiviRules.Resultat;
import omega.tracker.hear.Evidence;
import omega.tracker.hear.Evidence.Called;
import omega.tracker.hear.Evidence.FileJudged;
import omega.tracker.hear.Evidence.Followed;
import omega.tracker.hear.Evidence.LineJudged;
import omega.tracker.hear.Evidence.LotDeposited;
import omega.tracker.hear.Evidence.LotReleased;
import omega.tracker.hear.Evidence.LotUncertain;
import omega.tracker.hear.Evidence.LotUndone;
import omega.tracker.hear.Evidence.Lotted;
import omega.tracker.hear.Evidence.OfLot;
import omega.tracker.hear.Evidence.Received;
import omega.tracker.hear.Evidence.Refused;
import org.jspecify.annotations.Nullable;

/**
 * What evidence, given in order, comes to so far. What OMEGA says beats what we believed, whatever their dates: SDEM over level 1, level 1 over deposits. Among
 * each, the later date counts; but an acceptance by level 1 is not taken back by a refusal of the same file, since that refuses a second copy.
 */
final class Account {
    private static final Instant NEVER = Instant.MIN;
    private final Map<String, Resultat> resultats;
    private final Map<String, Etat> etats;
    private final Map<Long, OfLot> lots = new HashMap<>();
    private final Map<String, Verdict> files = new HashMap<>();
    private final Map<String, Verdict> lines = new HashMap<>();
    private final Set<String> fichiers = new LinkedHashSet<>();
    private final Map<String, Told> latest = new TreeMap<>();
    private Instant followed = NEVER;
    private @Nullable Instant first;
    private @Nullable Received received;
    private @Nullable Refused refused;
    private @Nullable Called called;
    private @Nullable Lotted current;
    private @Nullable String kind;
    private @Nullable String pce;

    Account(Map<String, Resultat> resultats, Map<String, Etat> etats) {
        this.resultats = resultats;
        this.etats = etats;
    }

    /** What level 1 says; {@code whole} is an acceptance of all that a file holds. */
    private record Verdict(
            boolean accepted,
            boolean whole,
            Evidence by,
            @Nullable String numero,
            @Nullable String motif) {
        Verdict or(Verdict later) {
            return later.accepted && !accepted ? later : this;
        }
    }

    /** One state of one date that SDEM tells, first by {@code first}, last at {@code last}: files may repeat it. */
    private record Told(Followed first, Instant last) {
        Told and(Followed again) {
            return new Told(
                    first, again.proof().said().isAfter(last) ? again.proof().said() : last);
        }
    }

    void add(Evidence evidence) {
        switch (evidence) {
            case Received e -> {
                received = received == null ? e : received;
                own(e);
            }
            case Refused e -> {
                refused = e;
                own(e);
            }
            case Called e -> {
                called = called != null && called.resultat().equals("ACCEPTEE") ? called : e;
                own(e);
            }
            case Lotted e -> {
                current = e;
                fichiers.add(e.fichier());
                own(e);
            }
            case OfLot e -> lots.put(e.lot(), e);
            case FileJudged e -> judge(files, e.fichier(), e.code(), e, e.numeroSuivi(), e.motif());
            case LineJudged e -> {
                fichiers.add(e.fichier());
                judge(lines, e.fichier(), e.code(), e, e.numeroSuivi(), e.motif());
            }
            case Followed e -> follow(e);
            case Evidence.Annexed _, Evidence.Attached _ -> {}
        }
    }

    private void own(Evidence.Own evidence) {
        first = first == null ? evidence.proof().at() : first;
        kind = kind == null ? evidence.kind() : kind;
        pce = pce == null ? evidence.pce() : pce;
    }

    private void judge(
            Map<String, Verdict> verdicts,
            String fichier,
            String code,
            Evidence by,
            @Nullable String numero,
            @Nullable String motif) {
        Resultat resultat = resultats.get(code);
        if (resultat != null) {
            Verdict verdict =
                    new Verdict(resultat != Resultat.REFUSEE, resultat == Resultat.ACCEPTEE, by, numero, motif);
            verdicts.merge(fichier, verdict, Verdict::or);
        }
    }

    private void follow(Followed line) {
        if (line.proof().at().isAfter(followed)) {
            followed = line.proof().at();
            latest.clear();
        }
        Told before = latest.get(line.code());
        latest.put(line.code(), before == null ? new Told(line, line.proof().said()) : before.and(line));
    }

    /** Where the request stands by all that was added; empty while nothing of ours tells of it. */
    Optional<Step> standing() {
        return first == null
                ? Optional.empty()
                : bySdem().or(this::byLevel1).or(this::byCall).or(this::byLot).or(this::byUs);
    }

    /** Of one date, the state that was told last. */
    private Optional<Step> bySdem() {
        Told best = null;
        for (Told each : latest.values()) {
            if (best == null || later(each, best)) {
                best = each;
            }
        }
        return Optional.ofNullable(best)
                .map(told -> step(
                        state(told.first().code()), told.first(), told.first().motif()));
    }

    private boolean later(Told one, Told other) {
        int said = one.last().compareTo(other.last());
        return said != 0
                ? said > 0
                : state(one.first().code()).progress()
                        > state(other.first().code()).progress();
    }

    private Suivi state(String code) {
        Etat etat = etats.get(code);
        return etat == null ? new Suivi.Inconnue(code) : Suivi.of(etat);
    }

    private Optional<Step> byLevel1() {
        for (String fichier : fichiers) {
            Verdict verdict = verdict(fichier);
            if (verdict != null && verdict.accepted()) {
                return Optional.of(step(new Suivi.AccepteeNiveau1(), verdict.by(), verdict.motif()));
            }
        }
        Lotted member = current;
        if (member != null && lots.get(member.lot()) instanceof LotUndone) {
            return Optional.empty(); // refused as a file, and sent again
        }
        String fichier = member != null
                ? member.fichier()
                : fichiers.isEmpty() ? null : fichiers.iterator().next();
        return Optional.ofNullable(fichier == null ? null : verdict(fichier))
                .map(verdict -> step(new Suivi.RejeteeNiveau1(), verdict.by(), verdict.motif()));
    }

    /** A request's own line decides, unless a later compte-rendu accepts the whole file. */
    private @Nullable Verdict verdict(String fichier) {
        Verdict line = lines.get(fichier);
        Verdict file = files.get(fichier);
        if (line == null || file == null) {
            return line == null ? file : line;
        }
        boolean overruled = !line.accepted()
                && file.whole()
                && file.by().proof().said().isAfter(line.by().proof().said());
        return overruled ? file : line;
    }

    private Optional<Step> byCall() {
        Called call = called;
        if (call == null) {
            return Optional.empty();
        }
        return switch (call.resultat()) {
            case "ACCEPTEE" -> Optional.of(step(new Suivi.AccepteeNiveau1(), call, call.motif()));
            case "REFUSEE" -> Optional.of(step(new Suivi.RejeteeNiveau1(), call, call.motif()));
            case Called.NOT_AT_OMEGA -> Optional.of(step(new Suivi.Refusee(), call, call.motif()));
            case "INCERTAINE" -> Optional.of(step(new Suivi.Incertaine(), call, call.motif()));
            default -> Optional.of(step(new Suivi.Recue(), call, call.motif()));
        };
    }

    private Optional<Step> byLot() {
        Lotted member = current;
        if (member == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (lots.get(member.lot())) {
                    case null -> step(new Suivi.EnLot(), member, null);
                    case LotUndone e -> step(new Suivi.Recue(), e, e.motif());
                    case LotDeposited e -> step(new Suivi.Deposee(), e, null);
                    case LotUncertain e -> step(new Suivi.Incertaine(), e, e.motif());
                    case LotReleased e -> step(new Suivi.EnLot(), e, e.motif());
                });
    }

    /** A request that was accepted stays so, whatever else was refused under its id. */
    private Optional<Step> byUs() {
        Received in = received;
        Refused out = refused;
        return in != null
                ? Optional.of(step(new Suivi.Recue(), in, null))
                : Optional.ofNullable(out).map(e -> step(new Suivi.Refusee(), e, e.motif()));
    }

    private static Step step(Suivi suivi, Evidence by, @Nullable String motif) {
        return new Step(suivi, by.proof().at(), by.proof().id(), motif);
    }

    boolean isFollowed() {
        return !latest.isEmpty();
    }

    @Nullable
    Instant first() {
        return first;
    }

    Optional<Received> received() {
        return Optional.ofNullable(received);
    }

    Optional<Called> called() {
        return Optional.ofNullable(called);
    }

    @Nullable
    Lotted current() {
        return current;
    }

    /** The deposit of the current lot, whatever came after it. */
    @Nullable
    LotDeposited deposit() {
        Lotted member = current;
        return member != null && lots.get(member.lot()) instanceof LotDeposited deposit ? deposit : null;
    }

    @Nullable
    String kind() {
        return kind;
    }

    @Nullable
    String pce() {
        return pce;
    }

    /** The numéro de suivi, from whoever tells it most closely. */
    @Nullable
    String numero() {
        for (Map<String, Verdict> verdicts : java.util.List.of(lines, files)) {
            for (String fichier : fichiers) {
                Verdict verdict = verdicts.get(fichier);
                if (verdict != null && verdict.numero() != null) {
                    return verdict.numero();
                }
            }
        }
        Called call = called;
        if (call != null && call.numeroSuivi() != null) {
            return call.numeroSuivi();
        }
        return latest.values().stream()
                .map(told -> told.first().numeroSuivi())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
