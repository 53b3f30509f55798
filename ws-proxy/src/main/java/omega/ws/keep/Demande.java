package omega.ws.keep;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import omega.demande.DemandeEvent;
import org.jspecify.annotations.Nullable;

/**
 * One kept call; as JSON, what its status URL shows.
 *
 * @param cle two calls with one key are one call
 * @param empreinte hash of what it asks for
 * @param corps what it asks for, JSON; null once purged
 * @param statut HTTP status of its answer
 * @param reponse its answer or problem, JSON
 * @param pasAvant OMEGA's time: when it is sent, or looked up, next
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Demande(
        long id,
        String partenaire,
        String cle,
        String idDemande,
        String service,
        String operation,
        boolean ecriture,
        @JsonIgnore String empreinte,
        @JsonIgnore @Nullable String corps,
        String appelant,
        @Nullable String motif,
        String source,
        boolean attend,
        Etat etat,
        @Nullable Integer statut,
        @JsonRawValue @Nullable String reponse,
        @Nullable String numeroDemande,
        Instant pasAvant,
        int tentatives,
        @JsonRawValue @Nullable String decision,
        Instant recue,
        Instant modifiee) {

    /** Where its state is shown. */
    public String place() {
        return "/demandes/" + id;
    }

    /** As its status URL shows it. */
    public String json() {
        try {
            return DemandeEvent.JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
