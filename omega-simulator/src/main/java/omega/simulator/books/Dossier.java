package omega.simulator.books;

import org.jspecify.annotations.Nullable;

/**
 * A deposited file and what became of it.
 *
 * @param jugement null until level 1 has read it
 * @param integration null until the night of level 2
 * @param compteRendu the name of its compte-rendu; null until it is there
 */
public record Dossier(
        Depot depot,
        @Nullable Jugement jugement,
        Fact.@Nullable Integration integration,
        @Nullable String compteRendu) {

    Dossier with(Jugement now) {
        return new Dossier(depot, now, integration, compteRendu);
    }

    Dossier with(Fact.Integration now) {
        return new Dossier(depot, jugement, now, compteRendu);
    }

    Dossier answered(String nom) {
        return new Dossier(depot, jugement, integration, nom);
    }
}
