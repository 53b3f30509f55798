package omega.submitter.check;

import static omega.catalogue.DemandeKind.DATE_SOUHAITEE;
import static omega.catalogue.DemandeKind.ID_DEMANDE;
import static omega.catalogue.DemandeKind.PCE;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import omega.catalogue.Catalogue;
import omega.catalogue.DemandeKind;
import omega.catalogue.Echange;
import omega.clock.OmegaClock;
import omega.submitter.check.DemandeFault.Code;
import org.jspecify.annotations.Nullable;

/**
 * Checks requests against the layouts of the pack, as of one instant (which codes are valid, which dates are past). Tells every fault of a
 * request, not the first only. Not thread-safe: one a thread and batch.
 */
public final class Check {
    private static final Set<String> OWN = Set.of(ID_DEMANDE, PCE, DATE_SOUHAITEE);
    private final Catalogue catalogue;
    private final Instant now;
    private final LocalDate today;
    private final Map<String, List<Cell>> cells = new HashMap<>();

    public Check(Catalogue catalogue, Instant now) {
        this.catalogue = catalogue;
        this.now = now;
        this.today = now.atZone(OmegaClock.PARIS).toLocalDate();
    }

    public Verdict of(Demande demande) {
        List<DemandeFault> faults = new ArrayList<>();
        DemandeKind kind = kind(text(demande.kind()), faults);
        Instant echeance = echeance(text(demande.echeance()), faults);
        Priorite priorite = priorite(text(demande.priorite()), faults);
        checkWished(text(demande.dateSouhaitee()), faults);
        // of an unknown kind, what all kinds have can still be told
        DemandeKind form = kind == null ? catalogue.demandes().firstEntry().getValue() : kind;
        List<String> line = new ArrayList<>();
        for (Cell cell : cells.computeIfAbsent(form.code(), _ -> compile(form))) {
            if (kind != null || OWN.contains(cell.name())) {
                line.add(cell.write(
                        value(demande, cell.name()),
                        (code, reason) -> faults.add(new DemandeFault(code, cell.name(), reason))));
            }
        }
        if (kind != null) {
            checkSuperfluous(kind, demande.fields().keySet(), faults);
        }
        if (kind == null || !faults.isEmpty()) {
            return new Verdict.Unsound(List.copyOf(faults));
        }
        return new Verdict.Sound(new DemandeValide(
                text(demande.idDemande()), kind.code(), text(demande.pce()), priorite, echeance, List.copyOf(line)));
    }

    private List<Cell> compile(DemandeKind kind) {
        return kind.line().fields().stream()
                .map(field -> new Cell(
                        field,
                        kind.layout().envelope(),
                        kind.charset(),
                        kind.layout().decimal(),
                        today))
                .toList();
    }

    private static String value(Demande demande, String field) {
        return text(
                switch (field) {
                    case ID_DEMANDE -> demande.idDemande();
                    case PCE -> demande.pce();
                    case DATE_SOUHAITEE -> demande.dateSouhaitee();
                    default -> demande.fields().get(field);
                });
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    private @Nullable DemandeKind kind(String code, List<DemandeFault> faults) {
        DemandeKind kind = catalogue.demandes().get(code);
        if (code.isEmpty()) {
            faults.add(new DemandeFault(Code.CHAMP_REQUIS, "kind", "must be given"));
        } else if (kind == null) {
            faults.add(catalogue
                    .echange(code)
                    .map(Check::elsewhere)
                    .orElseGet(() -> new DemandeFault(
                            Code.TYPE_INCONNU,
                            "kind",
                            "must be one of "
                                    + String.join(", ", catalogue.demandes().keySet()))));
        }
        return kind;
    }

    private static DemandeFault elsewhere(Echange echange) {
        String channels = echange.canaux().stream().sorted().map(Enum::name).collect(Collectors.joining(" or "));
        return new DemandeFault(
                Code.CANAL,
                "kind",
                "\"" + echange.libelle() + "\" does not go in files (§" + echange.section() + "): use " + channels);
    }

    private @Nullable Instant echeance(String text, List<DemandeFault> faults) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            Instant echeance = OffsetDateTime.parse(text).toInstant();
            if (echeance.isBefore(now)) {
                faults.add(new DemandeFault(Code.DATE_PASSEE, "echeance", "is past"));
            }
            return echeance;
        } catch (DateTimeException _) {
            faults.add(new DemandeFault(
                    Code.DATE_INVALIDE, "echeance", "must be an instant such as 2026-11-23T18:00:00+01:00"));
            return null;
        }
    }

    private static Priorite priorite(String text, List<DemandeFault> faults) {
        for (Priorite each : Priorite.values()) {
            if (each.name().equals(text)) {
                return each;
            }
        }
        if (!text.isEmpty()) {
            faults.add(new DemandeFault(
                    Code.PRIORITE_INCONNUE, "priorite", "must be one of " + List.of(Priorite.values())));
        }
        return Priorite.NORMALE;
    }

    /** Whether the date is one is told by its cell. */
    private void checkWished(String text, List<DemandeFault> faults) {
        try {
            if (!text.isEmpty() && Cell.date(text).isBefore(today)) {
                faults.add(new DemandeFault(Code.DATE_PASSEE, DATE_SOUHAITEE, "is past"));
            }
        } catch (DateTimeException _) {
            return;
        }
    }

    private static void checkSuperfluous(DemandeKind kind, Set<String> given, List<DemandeFault> faults) {
        for (String name : new TreeSet<>(given)) {
            if (OWN.contains(name) || kind.line().field(name).isEmpty()) {
                faults.add(new DemandeFault(Code.CHAMP_INCONNU, name, "is no field of its own of " + kind.code()));
            }
        }
    }
}
