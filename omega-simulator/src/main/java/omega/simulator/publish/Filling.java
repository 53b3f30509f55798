package omega.simulator.publish;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import omega.catalogue.CodeList;
import omega.catalogue.Field;
import omega.catalogue.Layout;
import omega.catalogue.RecordKind;
import omega.clock.OmegaClock;
import omega.simulator.publish.Register.Pce;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one kind in one publication: a field with a name that means something gets a value that means it, every other one
 * something of its type. Values of a line agree: volume is the difference of the indexes, energy is volume × PCS × coefficient,
 * rounded, from the figures as they are written. For one thread.
 */
final class Filling {
    private static final Set<String> STABLE = Set.of("tarif", "profil", "frequence", "zet", "pitd");
    private static final List<String> TEXTS = List.of(
            "Relève effectuée sans incident",
            "Compteur déplacé à l'extérieur",
            "12 bis; rue de l'Église",
            "Résidence \"Les Tilleuls\"",
            "Accès impossible, client absent",
            "À vérifier à la prochaine tournée",
            "3 quai des Grands-Augustins",
            "Forêt communale, poste de détente");
    private static final List<String> NAMES = List.of(
            "Noël Lefèvre", "Zoé Gauthier", "Société Boulangère du Marché", "Agnès D'Hérouville", "Gaël Müller");

    private final RecordKind kind;
    private final LocalDate day;
    private final ZonedDateTime instant;
    private final Form[] forms;
    private final List<List<String>> codes;
    private final boolean withPcs;
    private final boolean withConverted;
    private final boolean withCoefficient;

    Filling(RecordKind kind, Layout layout, Charset charset, LocalDate day, ZonedDateTime instant) {
        this.kind = kind;
        this.day = day;
        this.instant = instant;
        this.forms = kind.fields().stream()
                .map(field -> new Form(field, layout.decimal(), charset, layout.envelope()))
                .toArray(Form[]::new);
        List<List<String>> lists = new ArrayList<>();
        kind.fields().forEach(field -> lists.add(codes(field.codes(), instant.toLocalDate())));
        this.codes = List.copyOf(lists);
        this.withPcs = has("pcs");
        this.withConverted = has("volumeConverti");
        this.withCoefficient = has("coefficient") || has("coefficientPta");
    }

    private static List<String> codes(@Nullable CodeList list, LocalDate day) {
        return list == null ? List.of() : list.on(day);
    }

    private boolean has(String field) {
        return kind.field(field).isPresent();
    }

    /** The line's fields, its tag first where it has one. */
    String[] line(Subject subject) {
        String tag = kind.tag();
        int first = tag == null ? 0 : 1;
        String[] line = new String[first + forms.length];
        if (tag != null) {
            line[0] = tag;
        }
        Measure measure = measure(subject);
        for (int i = 0; i < forms.length; i++) {
            line[first + i] = text(i, subject, measure);
        }
        return line;
    }

    private String text(int i, Subject subject, @Nullable Measure measure) {
        Field field = kind.fields().get(i);
        long dice = Dice.mix(subject.dice(), field.name());
        Object own = subject.own().get(field.name());
        if ("".equals(own)) {
            return "";
        }
        if (own != null) {
            String text = forms[i].write(own);
            if (text != null) {
                return text;
            }
        }
        Object measured = measure == null ? null : measure.value(field.name());
        if (measured != null) {
            String text = forms[i].write(measured);
            if (text != null) {
                return text;
            }
        }
        if (!field.required() && Dice.below(Dice.mix(dice, 7), 10) == 0) {
            return "";
        }
        if (field.codes() != null) {
            return code(i, field, subject, dice);
        }
        Object named = named(field.name(), subject, dice);
        String text = named == null ? null : forms[i].write(named);
        return text != null ? text : usual(i, field, dice);
    }

    private String code(int i, Field field, Subject subject, long dice) {
        if (field.keepUnknown() && Dice.below(Dice.mix(dice, 11), 400) == 0) {
            return "Z9".substring(0, Math.min(2, field.length()));
        }
        List<String> list = codes.get(i);
        if (list.isEmpty()) {
            return "";
        }
        Pce pce = subject.pce();
        long draw = pce != null && STABLE.contains(field.name()) ? pce.draw(field.name()) : dice;
        return list.get(Dice.below(draw, list.size()));
    }

    /** What the names of the pack mean, besides measures. Null where a name means nothing here. */
    private @Nullable Object named(String name, Subject subject, long dice) {
        Pce pce = subject.pce();
        ZonedDateTime hour = subject.hour();
        return switch (name) {
            case "pce" -> pce == null ? null : pce.numero();
            case "pitd" -> "GD%04d".formatted(1 + Dice.below(pce == null ? dice : pce.draw("pitd"), 9999));
            case "commune" -> pce == null ? null : pce.commune().nom();
            case "station" -> "%08d".formatted(1_000_001 + 7 * rank(subject));
            case "nomStation" ->
                Register.Commune.ALL
                        .get((int) (rank(subject) % Register.Commune.ALL.size()))
                        .nom();
            case "codePostal" -> pce == null ? null : pce.commune().codePostal();
            case "codeInsee" -> pce == null ? null : pce.commune().insee();
            case "nomClient" -> NAMES.get(Dice.below(pce == null ? dice : pce.draw(name), NAMES.size()));
            case "matriculeCompteur", "matriculeDepose" ->
                pce == null ? null : "A" + Dice.below(pce.draw("compteur"), 90_000_000);
            case "matriculePose" -> "B" + Dice.below(dice, 90_000_000);
            case "car" -> pce == null ? null : Math.round(pce.dailyVolume() * 365 * 11.2);
            case "cja" -> pce == null ? null : Math.round(pce.dailyVolume() * 11.2 * 3);
            case "clientSensible" -> pce != null && Dice.below(pce.draw(name), 50) == 0;
            case "dateMiseEnService", "dateDebutContrat" ->
                LocalDate.of(2012, 1, 1).plusDays(Dice.below(pce == null ? dice : pce.draw(name), 4500));
            case "journeeGaziere", "debutPeriode", "dateRelevePrecedente" -> subject.from();
            case "debut" -> hour != null ? hour : subject.from();
            case "fin" -> hour != null ? hour.plusHours(1) : subject.to().minusDays(1);
            case "finPeriode" -> subject.to();
            case "dateReleve" -> day.minusDays(1);
            case "dateFacture" -> day.minusDays(3);
            case "dateEcheance", "datePrevue", "dateEffet" -> day.plusDays(5 + Dice.below(dice, 25));
            case "datePublication" -> instant;
            case "nombreJours" -> subject.to().toEpochDay() - subject.from().toEpochDay();
            case "nombrePce" -> (long) (1 + Dice.below(dice, 20_000));
            case "k1", "k2" -> BigDecimal.valueOf(900_000 + Dice.below(dice, 200_000), 6);
            case "temperatureEfficace", "temperatureMoyenne" -> temperature(subject);
            case "taux", "tauxTva" -> BigDecimal.valueOf(Dice.below(dice, 2) == 0 ? 2000 : 550, 2);
            case "montantHorsTaxe", "base" -> excludingTax(subject);
            case "montantTva" -> vat(subject);
            case "montantTtc" -> excludingTax(subject) + vat(subject);
            case "montant" -> vat(subject);
            case "quantite" -> BigDecimal.valueOf(1 + Dice.below(dice, 9));
            case "idDemande" -> "D-" + day.getYear() + "-" + Dice.below(dice, 1_000_000);
            case "numeroSuiviGlobal" -> "S" + Dice.below(dice, 100_000_000);
            default -> null;
        };
    }

    /** Which of its kind the subject is, where it is no point of delivery. */
    private static long rank(Subject subject) {
        return subject.own().get(Subjects.RANK) instanceof Long rank ? rank : 0;
    }

    private BigDecimal temperature(Subject subject) {
        double season = -Math.cos(2 * Math.PI * (subject.from().getDayOfYear() - 15) / 365.25);
        long hundredths = Math.round(1200 + 900 * season + Dice.below(subject.dice(), 600) - 300);
        return BigDecimal.valueOf(hundredths, 2);
    }

    /** Amounts are in cents. */
    private static long excludingTax(Subject subject) {
        return 500L + Dice.below(Dice.mix(subject.dice(), "montant"), 200_000);
    }

    private static long vat(Subject subject) {
        return Math.round(excludingTax(subject) * 0.2);
    }

    /** Something of the field's type. */
    private String usual(int i, Field field, long dice) {
        Object value = switch (field.type()) {
            case TEXT -> field.masks().isEmpty() ? words(field, dice) : masked(field, dice);
            case INTEGER -> (long) (1 + Dice.below(dice, pow(Math.min(field.length(), 7)) - 1));
            case DECIMAL ->
                BigDecimal.valueOf(1 + Dice.below(dice, pow(Math.min(field.length(), 7)) - 1), field.scale());
            case DATE, GAS_DAY -> day.minusDays(1 + Dice.below(dice, 28));
            case INSTANT ->
                day.minusDays(1)
                        .atTime(8 + Dice.below(dice, 10), Dice.below(Dice.mix(dice, 1), 60))
                        .atZone(OmegaClock.PARIS);
            case BOOLEAN -> Dice.below(dice, 2) == 0;
        };
        String text = forms[i].write(value);
        return text == null ? "" : text;
    }

    private static String words(Field field, long dice) {
        String name = field.name().toLowerCase(Locale.ROOT);
        if (name.startsWith("id") || name.startsWith("numero") || name.startsWith("reference") || field.length() < 8) {
            return Integer.toString(Dice.below(dice, pow(Math.min(field.length(), 8))));
        }
        return TEXTS.get(Dice.below(dice, TEXTS.size()));
    }

    private static String masked(Field field, long dice) {
        String mask =
                field.masks().get(Dice.below(Dice.mix(dice, 3), field.masks().size()));
        StringBuilder text = new StringBuilder();
        long draw = dice;
        for (int i = 0; i < mask.length(); i++) {
            draw = Dice.mix(draw, i);
            switch (mask.charAt(i)) {
                case '#' -> text.append((char) ('0' + Dice.below(draw, 10)));
                case '@', '?' -> text.append((char) ('A' + Dice.below(draw, 26)));
                default -> text.append(mask.charAt(i));
            }
        }
        return text.toString();
    }

    private static int pow(int digits) {
        int power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    private @Nullable Measure measure(Subject subject) {
        Pce pce = subject.pce();
        return pce == null ? null : new Measure(pce, subject);
    }

    /** What the meter says over the subject's period. */
    private final class Measure {
        private final Pce pce;
        private final long start;
        private final long end;
        private final boolean hourly;

        Measure(Pce pce, Subject subject) {
            this.pce = pce;
            this.start = pce.index(subject.from());
            this.end = pce.index(subject.to());
            this.hourly = subject.hour() != null;
        }

        @Nullable
        Object value(String field) {
            return switch (field) {
                case "indexDebut", "indexDepose" -> start;
                case "indexFin", "indexEstime" -> end;
                case "indexPose" -> 0L;
                case "volumeBrut", "volume", "volumeEstime" -> gross();
                case "volumeConverti" -> converted();
                case "pcs" -> pcs();
                case "coefficientPta" -> pta();
                case "coefficient" -> withPcs ? pta() : pta().multiply(pcs()).setScale(5, RoundingMode.HALF_UP);
                case "energie", "energieEstimee" -> energy();
                default -> null;
            };
        }

        private BigDecimal gross() {
            BigDecimal volume = BigDecimal.valueOf(end - start);
            return hourly ? volume.divide(BigDecimal.valueOf(24), 3, RoundingMode.HALF_UP) : volume;
        }

        private BigDecimal converted() {
            return gross().multiply(pta()).setScale(3, RoundingMode.HALF_UP);
        }

        private BigDecimal pcs() {
            return BigDecimal.valueOf(10_500 + Dice.below(pce.draw("pcs"), 1200), 3);
        }

        private BigDecimal pta() {
            return BigDecimal.valueOf(95_000 + Dice.below(pce.draw("pta"), 10_000), 5);
        }

        private BigDecimal energy() {
            BigDecimal kWh;
            if (withConverted && !withCoefficient) {
                kWh = converted().multiply(pcs());
            } else if (withPcs) {
                kWh = gross().multiply(pta()).multiply(pcs());
            } else {
                kWh = gross().multiply(pta().multiply(pcs()).setScale(5, RoundingMode.HALF_UP));
            }
            return kWh.setScale(0, RoundingMode.HALF_UP);
        }
    }
}
