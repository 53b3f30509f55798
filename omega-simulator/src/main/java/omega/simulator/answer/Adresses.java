package omega.simulator.answer;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import omega.simulator.books.Books;
import omega.simulator.books.Unitaire;
import omega.simulator.integrate.Etape;
import omega.simulator.publish.Registers;
import omega.simulator.publish.Registers.Point;

/** Points by address, the same over SOAP and over REST. */
final class Adresses {
    /** How many are told where nobody says. */
    static final int USUAL = 20;

    /** What a request that is done makes of its point; any other leaves it as it was. */
    private static final Map<String, String> STATES =
            Map.of("COUP", "COU", "RETB", "ACT", "MES", "ACT", "CHF", "ACT", "MHS", "HS");

    private Adresses() {}

    /** A search; {@code voie} may be a part of the street's name, without accents. */
    record Search(String codePostal, Optional<String> commune, String voie, Optional<Integer> rue) {
        private boolean fits(Point point) {
            return (commune.isEmpty() || plain(point.commune()).equals(plain(commune.get())))
                    && plain(point.voie()).contains(plain(voie))
                    && (rue.isEmpty() || rue.get() == point.rue());
        }
    }

    static List<Point> find(Registers registers, Search search, long most) {
        return registers
                .at(search.codePostal())
                .filter(search::fits)
                .limit(most)
                .toList();
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** What requests by web services have made of a point: in service unless one that cut it off, or put it out, is done. */
    static String state(Books books, Function<Unitaire, Etape> steps, String pce) {
        String state = "ACT";
        for (Unitaire each : books.unitaires(demande -> demande.pce().equals(pce))) {
            if (steps.apply(each).etat().equals("REA")) {
                state = STATES.getOrDefault(each.nature(), state);
            }
        }
        return state;
    }
}
