package omega.ws.settle;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import omega.ws.keep.Demande;
import omega.ws.receive.Appel;
import omega.ws.receive.Offer;
import omega.ws.translate.Json;

/** Makes of a kept call the call that somebody asked for. */
@Singleton
public class Recalling {
    private final Offer offer;

    public Recalling(Offer offer) {
        this.offer = offer;
    }

    /** Empty when the pack has no such operation any more, or what it asked for was purged. */
    public Optional<Appel> appel(Demande demande) {
        String body = demande.corps();
        return body == null
                ? Optional.empty()
                : offer.find(demande.service(), demande.operation())
                        .map(endpoint -> Appel.of(
                                demande.partenaire(),
                                endpoint,
                                Json.read(body.getBytes(StandardCharsets.UTF_8)),
                                Optional.of(demande.cle()),
                                Optional.of(demande.idDemande()),
                                demande.appelant(),
                                Optional.ofNullable(demande.motif()),
                                demande.source(),
                                demande.attend()));
    }
}
