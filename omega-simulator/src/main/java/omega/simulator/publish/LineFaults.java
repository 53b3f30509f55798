package omega.simulator.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omega.catalogue.Field;
import omega.catalogue.FieldType;
import omega.simulator.play.Fault;
import omega.simulator.play.Injection;
import org.jspecify.annotations.Nullable;

/**
 * Spoils single lines, and counts what should be rejected: a bad line, and the lines that belong to it. Never so many that the
 * layout itself would seem not to fit: at most a third of the lines so far. For one publication.
 */
final class LineFaults {
    private static final List<Fault> ALL =
            Arrays.stream(Fault.values()).filter(Fault::ofLines).toList();

    private final List<Fault> waiting = new ArrayList<>();
    private final Map<Fault, Integer> hit = new EnumMap<>(Fault.class);
    private final double rate;
    private final long dice;
    private final long pace;
    private long groups;
    private long placed;
    private long details;
    private long rejected;

    /** {@code groups} is how many groups there will be, so that the faults spread over the file. */
    LineFaults(List<Injection> injections, double rate, long dice, long groups) {
        for (Injection each : injections) {
            if (each.fault().ofLines()) {
                for (int i = 0; i < each.nombre(); i++) {
                    waiting.add(each.fault());
                }
            }
        }
        this.rate = rate;
        this.dice = dice;
        this.pace = Math.max(1, groups / (waiting.size() + 1L));
    }

    /** Spoils at most one line of the group, in place. */
    void spoil(List<Line> group) {
        groups++;
        if (!waiting.isEmpty() && groups >= pace * (placed + 1)) {
            Fault next = waiting.removeFirst();
            if (spoil(group, next)) {
                placed++;
            } else {
                waiting.addLast(next); // it may fit a later group
            }
        } else if (rate > 0 && Dice.part(Dice.mix(dice, groups)) < rate * group.size()) {
            spoil(group, ALL.get(Dice.below(Dice.mix(dice, -groups), ALL.size())));
        }
        details += group.size();
    }

    private boolean spoil(List<Line> group, Fault fault) {
        int start = Dice.below(Dice.mix(dice, groups * 31), group.size());
        for (int i = 0; i < group.size(); i++) {
            int at = (start + i) % group.size();
            int lost = lost(group, at);
            if ((rejected + lost) * 3 <= details + group.size()) {
                Line spoilt = spoilt(group.get(at), fault);
                if (spoilt != null) {
                    group.set(at, spoilt);
                    rejected += lost;
                    hit.merge(fault, 1, Integer::sum);
                    return true;
                }
            }
        }
        return false;
    }

    /** The line itself and those below it: the lines after it, as long as their kinds descend from its kind. */
    private static int lost(List<Line> group, int at) {
        Set<String> kinds = new HashSet<>(Set.of(group.get(at).kind().name()));
        int lost = 1;
        for (int i = at + 1; i < group.size(); i++) {
            String parent = group.get(i).kind().parent();
            if (parent == null || !kinds.contains(parent)) {
                break;
            }
            kinds.add(group.get(i).kind().name());
            lost++;
        }
        return lost;
    }

    private static @Nullable Line spoilt(Line line, Fault fault) {
        return switch (fault) {
            case LIGNE_COURTE -> shortened(line);
            case LIGNE_LONGUE -> line.kind().keepTrailing() ? null : lengthened(line);
            case DATE_FAUSSE -> replaced(line, Type.DATE);
            case CODE_INCONNU -> replaced(line, Type.CODE);
            case CHAMP_VIDE -> replaced(line, Type.REQUIRED);
            case NOMBRE_FAUX -> replaced(line, Type.NUMBER);
            case ZIP_TRONQUE,
                    DEUX_ENTREES,
                    CHEMIN,
                    BOMBE,
                    ARCHIVE_VIDE,
                    FICHIER_VIDE,
                    ENTETE_ABSENT,
                    ENTETE_AUTRE_PARTENAIRE,
                    ENTETE_AUTRE_FLUX,
                    VERSION_INCONNUE,
                    PIED_FAUX,
                    PIED_ABSENT,
                    OCTETS_INDECODABLES,
                    MISE_EN_PAGE,
                    NOM_HORS_MODELE,
                    NOM_DEJA_VU,
                    FLUX_INCONNU -> null;
        };
    }

    /** Without its last field; null for a line that would be empty then. */
    static @Nullable Line shortened(Line line) {
        int length = line.fields().size() - 1;
        return length == 0 ? null : new Line(line.kind(), line.fields().subList(0, length));
    }

    private static Line lengthened(Line line) {
        List<String> fields = new ArrayList<>(line.fields());
        fields.add("1");
        return new Line(line.kind(), fields);
    }

    private enum Type {
        DATE,
        CODE,
        REQUIRED,
        NUMBER
    }

    private static @Nullable Line replaced(Line line, Type type) {
        List<Field> fields = line.kind().fields();
        for (int i = fields.size() - 1; i >= 0; i--) {
            String value = line.fields().get(line.place(i));
            Field field = fields.get(i);
            String bad = switch (type) {
                case DATE -> isDate(field) && !value.isEmpty() ? value.replaceAll("[0-9]", "9") : null;
                case CODE -> field.codes() != null && !field.keepUnknown() ? "~" : null;
                case REQUIRED -> field.required() ? "" : null;
                case NUMBER -> isNumber(field) ? "x" : null;
            };
            if (bad != null && line.fields().size() > 1) {
                List<String> copy = new ArrayList<>(line.fields());
                copy.set(line.place(i), bad);
                return new Line(line.kind(), copy);
            }
        }
        return null;
    }

    private static boolean isDate(Field field) {
        return field.type() == FieldType.DATE || field.type() == FieldType.GAS_DAY || field.type() == FieldType.INSTANT;
    }

    private static boolean isNumber(Field field) {
        return field.type() == FieldType.INTEGER || field.type() == FieldType.DECIMAL;
    }

    long rejected() {
        return rejected;
    }

    /** What was done, as {@code CODE:count}. */
    List<String> hit() {
        return hit.entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue())
                .toList();
    }
}
