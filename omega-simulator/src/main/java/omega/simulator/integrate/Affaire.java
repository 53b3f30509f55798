package omega.simulator.integrate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import omega.clock.OmegaClock;
import omega.simulator.books.Dossier;
import omega.simulator.books.Fact;
import omega.simulator.books.Jugement;
import omega.simulator.books.Jugement.Ligne;
import omega.simulator.books.Unitaire;
import omega.simulator.publish.Dice;
import org.jspecify.annotations.Nullable;

/**
 * A request as level 2 sees it, by whichever channel it came.
 *
 * @param dice its own chance
 * @param nature SDEM's code
 * @param pce empty where it named none
 * @param jour the day that processes it
 * @param integration null until the night
 */
record Affaire(
        String partenaire,
        long dice,
        String nature,
        String pce,
        @Nullable LocalDate dateSouhaitee,
        LocalDate jour,
        Instant recue,
        Fact.@Nullable Integration integration,
        Unitaire.@Nullable RendezVous rendezVous) {

    static Affaire of(Dossier dossier, Jugement jugement, Ligne ligne, long seed) {
        String id = Objects.requireNonNullElse(ligne.idDemande(), "");
        return new Affaire(
                dossier.depot().partenaire(),
                Dice.mix(Dice.mix(Dice.mix(seed, dossier.depot().id()), ligne.numero()), id),
                Objects.requireNonNullElse(jugement.demande(), ""),
                Objects.requireNonNullElse(ligne.pce(), ""),
                ligne.dateSouhaitee(),
                dossier.depot().jourTraitement(),
                jugement.instant(),
                dossier.integration(),
                null);
    }

    static Affaire of(Unitaire demande, long seed) {
        return new Affaire(
                demande.partenaire(),
                Dice.mix(Dice.mix(seed, demande.numeroDemande()), demande.idDemande()),
                demande.nature(),
                demande.pce(),
                demande.dateSouhaitee(),
                demande.instant().atZone(OmegaClock.PARIS).toLocalDate(),
                demande.instant(),
                demande.integration(),
                demande.rendezVous());
    }
}
