package omega.simulator.publish;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.catalogue.CodeList;

/** The points of delivery of all partners, and what GRDF knows of each: the same that the publications tell. */
public final class Registers {
    private static final List<String> STREETS = List.of(
            "rue de l'Église",
            "avenue de la République",
            "quai des Grands-Augustins",
            "place du Marché",
            "rue du Faubourg-Saint-Étienne",
            "allée des Tilleuls",
            "boulevard Victor-Hugo",
            "chemin de la Forêt");

    private final Map<String, Register> registers = new TreeMap<>();
    private final Catalogue catalogue;

    /** {@code pce} is how many points each partner has. */
    public Registers(Catalogue catalogue, Collection<String> partenaires, long seed, int pce) {
        this.catalogue = catalogue;
        partenaires.forEach(each -> registers.put(each, new Register(seed, each, pce)));
    }

    /**
     * A point of delivery.
     *
     * @param numero 14 digits, or GI and 6
     * @param rue its number in the street
     * @param car kWh a year
     * @param cja kWh a day
     * @param compteur the meter's number
     */
    public record Point(
            String numero,
            int rue,
            String voie,
            String codePostal,
            String commune,
            String codeInsee,
            BigDecimal latitude,
            BigDecimal longitude,
            String tarif,
            String profil,
            String frequence,
            long car,
            long cja,
            LocalDate depuis,
            String compteur,
            Register register,
            long rang) {
        /** What its meter shows at the start of a gas day, in m³. */
        public long index(LocalDate jour) {
            return register.pce(rang).index(jour);
        }
    }

    public boolean has(String partenaire, String pce) {
        Register register = registers.get(partenaire);
        return register != null && register.has(pce);
    }

    /** Whether it is anybody's. */
    public boolean has(String pce) {
        return registers.values().stream().anyMatch(each -> each.has(pce));
    }

    public Optional<Point> point(String pce) {
        return registers.values().stream()
                .filter(each -> each.has(pce))
                .findFirst()
                .map(each -> point(each, each.rank(pce)));
    }

    /** All points with this post code, of whatever partner. */
    public Stream<Point> at(String codePostal) {
        return registers.values().stream()
                .flatMap(register -> register.at(codePostal).mapToObj(rank -> point(register, rank)));
    }

    /** The first {@code count} points of a partner. */
    public List<String> first(String partenaire, int count) {
        Register register = registers.get(partenaire);
        return register == null ? List.of() : register.first(count);
    }

    private Point point(Register register, long rank) {
        Register.Pce pce = register.pce(rank);
        Register.Commune commune = pce.commune();
        return new Point(
                pce.numero(),
                1 + Dice.below(pce.draw("rue"), 180),
                STREETS.get(Dice.below(pce.draw("voie"), STREETS.size())),
                commune.codePostal(),
                commune.nom(),
                commune.insee(),
                BigDecimal.valueOf(43_000_000L + Dice.below(pce.draw("latitude"), 7_000_000), 6),
                BigDecimal.valueOf(Dice.below(pce.draw("longitude"), 7_000_000) - 1_000_000L, 6),
                code("tarif", pce),
                code("profil", pce),
                code("frequence", "frequence_releve", pce),
                Math.round(pce.dailyVolume() * 365 * 11.2),
                Math.round(pce.dailyVolume() * 11.2 * 3),
                LocalDate.of(2012, 1, 1).plusDays(Dice.below(pce.draw("dateDebutContrat"), 4500)),
                "A" + Dice.below(pce.draw("compteur"), 90_000_000),
                register,
                rank);
    }

    private String code(String list, Register.Pce pce) {
        return code(list, list, pce);
    }

    /** The code that publications draw for the field of this name. */
    private String code(String field, String list, Register.Pce pce) {
        CodeList codes = catalogue.codes().get(list);
        List<CodeList.Code> all = codes == null ? List.of() : codes.codes();
        return all.isEmpty()
                ? ""
                : all.get(Dice.below(pce.draw(field), all.size())).code();
    }
}
