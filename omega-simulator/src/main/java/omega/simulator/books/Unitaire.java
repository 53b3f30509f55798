package omega.simulator.books;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A request that came by a web service and was accepted, and what became of it.
 *
 * @param numeroDemande OMEGA's reference
 * @param service by which it came, the guide's name
 * @param nature SDEM's code
 * @param idDemande the supplier's reference; nothing keeps it from coming twice
 * @param instant when it was accepted
 * @param rendezVous what is agreed now
 * @param integration null until the night of level 2
 * @param annulation null unless its supplier called it off
 */
public record Unitaire(
        String numeroDemande,
        String partenaire,
        String service,
        String nature,
        String idDemande,
        String pce,
        LocalDate dateSouhaitee,
        Instant instant,
        @Nullable RendezVous rendezVous,
        Fact.@Nullable Integration integration,
        Fact.@Nullable Annulation annulation) {

    /**
     * An appointment.
     *
     * @param numero OMEGA's reference of it
     * @param creneau the slot's reference
     */
    public record RendezVous(String numero, String creneau, Instant debut, Instant fin) {}

    Unitaire with(RendezVous other) {
        return new Unitaire(
                numeroDemande,
                partenaire,
                service,
                nature,
                idDemande,
                pce,
                dateSouhaitee,
                instant,
                other,
                integration,
                annulation);
    }

    Unitaire with(Fact.Integration night) {
        return new Unitaire(
                numeroDemande,
                partenaire,
                service,
                nature,
                idDemande,
                pce,
                dateSouhaitee,
                instant,
                rendezVous,
                night,
                annulation);
    }

    Unitaire with(Fact.Annulation end) {
        return new Unitaire(
                numeroDemande,
                partenaire,
                service,
                nature,
                idDemande,
                pce,
                dateSouhaitee,
                instant,
                rendezVous,
                integration,
                end);
    }
}
