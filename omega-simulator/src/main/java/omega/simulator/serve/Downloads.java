package omega.simulator.serve;

import java.util.Optional;
import omega.clock.OmegaClock;
import omega.simulator.books.Books;
import omega.simulator.books.Fact;
import omega.simulator.books.Standing;
import omega.simulator.play.Reglages.Telechargement;
import org.jspecify.annotations.Nullable;

/**
 * Enters downloads in the books: when an archive is opened, or when its last byte has been read, or never but by the portal, as the
 * switch says. One entry for each time it is opened.
 */
public final class Downloads {
    private final Books books;
    private final OmegaClock clock;

    public Downloads(Books books, OmegaClock clock) {
        this.books = books;
        this.clock = clock;
    }

    /** A partner opens a file; empty when it is no archive that OMEGA put out for him. */
    Optional<Reading> opened(String canal, String partenaire, String nom) {
        return books.present(partenaire, nom).map(standing -> new Reading(canal, standing));
    }

    /** An archive that is being read. */
    final class Reading {
        private final String canal;
        /** Null once it is counted, or is not to be. */
        private @Nullable Standing awaited;

        private Reading(String canal, Standing standing) {
            this.canal = canal;
            switch (books.reglages().telechargement()) {
                case OUVERTURE -> count(standing);
                case FIN_DE_LECTURE -> awaited = standing;
                case PORTAIL -> {}
            }
        }

        /** All before {@code offset} has been read, or left out. */
        synchronized void reached(long offset) {
            Standing standing = awaited;
            if (standing != null && offset >= standing.publication().taille()) {
                awaited = null;
                if (books.reglages().telechargement() == Telechargement.FIN_DE_LECTURE) {
                    count(standing);
                }
            }
        }

        private void count(Standing standing) {
            books.write(new Fact.Telechargement(standing.publication().id(), clock.instant(), canal));
        }
    }
}
