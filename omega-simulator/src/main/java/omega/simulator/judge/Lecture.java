package omega.simulator.judge;

import java.util.List;
import omega.catalogue.DemandeKind;
import omega.simulator.books.Jugement.Ligne;

/** What the reading of a file came to. */
sealed interface Lecture {

    /** The file is refused as a whole. */
    record Refus(Motif motif, String libelle) implements Lecture {}

    /** It is sound; each of its lines is good or bad. */
    record Lignes(DemandeKind kind, List<Ligne> lignes) implements Lecture {}
}
