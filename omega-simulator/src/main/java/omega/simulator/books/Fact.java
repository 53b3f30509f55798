package omega.simulator.books;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
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
    @JsonSubTypes.Type(value = Fact.Reglage.class, name = "Reglage")
})
public sealed interface Fact {

    /** OMEGA's first instant: nothing is due before it. */
    record Ouverture(Instant instant) implements Fact {}

    record MiseADisposition(Publication publication) implements Fact {}

    /** {@code canal} is {@code SFTP} or {@code PORTAIL}. */
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
     */
    record Connexion(
            @Nullable String partenaire,
            String adresse,
            Instant instant,
            Instant reel,
            boolean rapprochee,
            boolean refusee)
            implements Fact {}

    record Reglage(Reglages reglages) implements Fact {}

    /** Why an archive left the directory. */
    enum Motif {
        EXPIREE,
        REMPLACEE,
        PERDUE
    }
}
