package omega.simulator.books;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.time.LocalDate;
import omega.simulator.play.Reglages;
import org.jspecify.annotations.Nullable;

/** One line of the books. Facts are added, never changed; what stands now is their fold. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fait")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fact.Ouverture.class, name = "Ouverture"),
    @JsonSubTypes.Type(value = Fact.MiseADisposition.class, name = "MiseADisposition"),
    @JsonSubTypes.Type(value = Fact.Telechargement.class, name = "Telechargement"),
    @JsonSubTypes.Type(value = Fact.Retrait.class, name = "Retrait"),
    @JsonSubTypes.Type(value = Fact.Connexion.class, name = "Connexion"),
    @JsonSubTypes.Type(value = Fact.Reglage.class, name = "Reglage"),
    @JsonSubTypes.Type(value = Fact.Arrivee.class, name = "Arrivee"),
    @JsonSubTypes.Type(value = Fact.Depart.class, name = "Depart"),
    @JsonSubTypes.Type(value = Fact.Ramassage.class, name = "Ramassage"),
    @JsonSubTypes.Type(value = Fact.Niveau1.class, name = "Niveau1"),
    @JsonSubTypes.Type(value = Fact.Integration.class, name = "Integration"),
    @JsonSubTypes.Type(value = Fact.UsagePortail.class, name = "UsagePortail"),
    @JsonSubTypes.Type(value = Fact.PanneJouee.class, name = "PanneJouee"),
    @JsonSubTypes.Type(value = Fact.Creation.class, name = "Creation"),
    @JsonSubTypes.Type(value = Fact.RendezVousPris.class, name = "RendezVousPris"),
    @JsonSubTypes.Type(value = Fact.Annulation.class, name = "Annulation"),
    @JsonSubTypes.Type(value = Fact.AppelRecu.class, name = "AppelRecu"),
    @JsonSubTypes.Type(value = Fact.PanneWsJouee.class, name = "PanneWsJouee")
})
public sealed interface Fact {

    /** OMEGA's first instant: nothing is due before it. */
    record Ouverture(Instant instant) implements Fact {}

    record MiseADisposition(Publication publication) implements Fact {}

    /** {@code canal} is {@code SFTP}, {@code FTPS} or {@code PORTAIL}. */
    record Telechargement(String id, Instant instant, String canal) implements Fact {}

    record Retrait(String id, Instant instant, Motif motif) implements Fact {}

    /**
     * A control connection, as the server's socket saw it.
     *
     * @param partenaire null where nobody proved who he was
     * @param instant of the accept, in virtual time
     * @param reel of the accept, in real time
     * @param rapprochee whether it came less than five minutes after the partner's last one (§3.2.1)
     * @param refusee whether it was turned away
     * @param canal {@code SFTP} or {@code FTPS}; null in books of a time that had one door only
     */
    record Connexion(
            @Nullable String partenaire,
            String adresse,
            Instant instant,
            Instant reel,
            boolean rapprochee,
            boolean refusee,
            @Nullable String canal)
            implements Fact {}

    record Reglage(Reglages reglages) implements Fact {}

    /**
     * A file lies closed in the partner's directory of requests.
     *
     * @param ancienNom what it was called before a rename; null for one that was written under this name
     */
    record Arrivee(String partenaire, String nom, @Nullable String ancienNom, long taille, Instant instant)
            implements Fact {}

    /** The partner removed a file of his, or writes it anew. */
    record Depart(String partenaire, String nom, Instant instant) implements Fact {}

    /** OMEGA took a file. */
    record Ramassage(Depot depot) implements Fact {}

    record Niveau1(Jugement jugement) implements Fact {}

    /**
     * Level 2, in the night (§3.2.3): with the switches of that moment it decides, for ever, what becomes of a file's requests, or of
     * one that came by a web service.
     *
     * @param depot the file, or the numéro de demande
     * @param tauxNonRecevables see the switches, like the others
     */
    record Integration(String depot, Instant instant, double tauxNonRecevables, double tauxSansSuite, boolean pceLibres)
            implements Fact {}

    /** Requests made on the portal, and the day on which they count. */
    record UsagePortail(String partenaire, Instant instant, LocalDate jour, long nombre) implements Fact {}

    /** A fault at the door that was asked for, and has been met. */
    record PanneJouee(String partenaire, String panne, Instant instant) implements Fact {}

    /** A request came by a web service and is accepted. */
    record Creation(Unitaire demande) implements Fact {}

    /** Another appointment for a request that came by a web service. */
    record RendezVousPris(String numeroDemande, Unitaire.RendezVous rendezVous) implements Fact {}

    /** Its supplier called it off. */
    record Annulation(String numeroDemande, Instant instant, String motif) implements Fact {}

    /** A web service was called, and answered. */
    record AppelRecu(Appel appel) implements Fact {}

    /** A fault of a web service that was asked for, and has been met. */
    record PanneWsJouee(String service, String panne, Instant instant) implements Fact {}

    /** Why an archive left the directory. */
    enum Motif {
        EXPIREE,
        REMPLACEE,
        PERDUE
    }
}
