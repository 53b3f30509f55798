package omega.simulator.play;

import java.util.Arrays;

/**
 * Something that goes wrong at the door, for one partner, once.
 *
 * @param nombre bytes after which a write fails, or how many logins are refused
 */
public record Panne(Sorte sorte, long nombre) {

    /** What may go wrong. Connections are cut without a word, as by a network that fails. */
    public enum Sorte {
        /** The next logins are refused; {@code nombre} of them. */
        CONNEXION_REFUSEE,
        /** The next upload fails after {@code nombre} bytes; the session goes on. */
        DISQUE_PLEIN,
        /** The next upload is cut after {@code nombre} bytes. */
        COUPURE_ECRITURE,
        /** The next rename is cut before it takes effect. */
        COUPURE_AVANT_RENOMMAGE,
        /** The next rename takes effect, and its reply is lost. */
        COUPURE_APRES_RENOMMAGE,
        /** The next removal takes effect, and its reply is lost. */
        COUPURE_APRES_SUPPRESSION;

        private boolean hasCount() {
            return this == CONNEXION_REFUSEE || this == DISQUE_PLEIN || this == COUPURE_ECRITURE;
        }
    }

    /**
     * {@code SORTE} or {@code SORTE:nombre}.
     *
     * @throws IllegalArgumentException when {@code text} is no such thing
     */
    public static Panne parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        Sorte sorte = Arrays.stream(Sorte.values())
                .filter(each -> each.name().equals(name.trim()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + name + "' is none of " + Arrays.toString(Sorte.values())));
        long least = sorte == Sorte.CONNEXION_REFUSEE ? 1 : 0;
        long nombre =
                colon < 0 ? least : Long.parseLong(text.substring(colon + 1).trim());
        if (nombre < least || (colon >= 0 && !sorte.hasCount())) {
            throw new IllegalArgumentException("'" + text + "': only refused logins and uploads have a count");
        }
        return new Panne(sorte, nombre);
    }

    @Override
    public String toString() {
        return sorte.hasCount() ? sorte + ":" + nombre : sorte.toString();
    }
}
