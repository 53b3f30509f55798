package omega.simulator.play;

import java.time.Duration;
import java.util.Arrays;

/**
 * Something that goes wrong at the next call of one web service, once. Written {@code SORTE} or {@code SORTE:valeur}.
 *
 * @param valeur what kind of it; empty where the sort has none
 */
public record PanneWs(Sorte sorte, String valeur) {

    /** What may go wrong, and whether OMEGA has done the work when it does. */
    public enum Sorte {
        /** A technical Fault instead of the work. */
        FAUTE_TECHNIQUE("", false),
        /** A functional Fault instead of the work, with this reason of the pack. */
        FAUTE_FONCTIONNELLE("M08", false),
        /** This HTTP status, as from a gateway that has not let the call through. */
        HTTP("503", false),
        /** This HTTP status, as from a gateway that gave up waiting: the work is done. */
        HTTP_APRES("504", true),
        /** 200 with a body that is no answer: {@code HTML}, {@code VIDE}, {@code JSON}, {@code XML} or a {@code FAUTE}. */
        CORPS_ERREUR("HTML", false),
        /** The connection is cut before anything is done. */
        COUPURE("", false),
        /** The work is done, and the connection cut without a byte of the answer. */
        REPONSE_PERDUE("", true),
        /** The work is done, and the connection cut in the middle of the answer. */
        REPONSE_TRONQUEE("", true),
        /** The work is done; the answer lacks what its schema asks for. */
        REPONSE_INVALIDE("", true),
        /** The work is done; so many bytes of white space follow the answer. */
        REPONSE_ENORME("50000000", true),
        /** The work is done; the answer takes so long, in real time. */
        LENTEUR("PT2S", true);

        private final String usual;
        private final boolean works;

        Sorte(String usual, boolean works) {
            this.usual = usual;
            this.works = works;
        }

        /** Whether OMEGA does what it was asked for. */
        public boolean works() {
            return works;
        }
    }

    public PanneWs {
        boolean sound = switch (sorte) {
            case FAUTE_TECHNIQUE, COUPURE, REPONSE_PERDUE, REPONSE_TRONQUEE, REPONSE_INVALIDE -> valeur.isEmpty();
            case FAUTE_FONCTIONNELLE -> valeur.matches("M[0-9]{2}");
            case HTTP, HTTP_APRES -> valeur.matches("[2-5][0-9]{2}");
            case CORPS_ERREUR -> valeur.matches("HTML|VIDE|JSON|XML|FAUTE");
            case REPONSE_ENORME -> valeur.matches("[1-9][0-9]{0,8}");
            case LENTEUR -> Duration.parse(valeur).isPositive();
        };
        if (!sound) {
            throw new IllegalArgumentException("'" + valeur + "' means nothing for " + sorte);
        }
    }

    /**
     * @throws IllegalArgumentException when {@code text} is no such thing
     * @throws java.time.format.DateTimeParseException when a duration is none
     */
    public static PanneWs parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        Sorte sorte = Arrays.stream(Sorte.values())
                .filter(each -> each.name().equals(name.trim()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + name + "' is none of " + Arrays.toString(Sorte.values())));
        return new PanneWs(
                sorte, colon < 0 ? sorte.usual : text.substring(colon + 1).trim());
    }

    @Override
    public String toString() {
        return valeur.isEmpty() ? sorte.toString() : sorte + ":" + valeur;
    }
}
