package omega.ws.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiPredicate;
import omega.ws.keep.Demande;
import omega.ws.keep.Etat;
import omega.ws.keep.Journal;
import omega.ws.receive.Appel;
import omega.ws.receive.Offer;
import omega.ws.reply.Answer;
import omega.ws.reply.Suites;
import omega.ws.settle.Recalling;
import omega.ws.translate.Json;

/** What may follow a request, by what is kept: nothing more once one that ends it was accepted here. For many threads. */
@Singleton
public class Following {
    private final Journal journal;
    private final Offer offer;
    private final Recalling recalling;

    public Following(Journal journal, Offer offer, Recalling recalling) {
        this.journal = journal;
        this.offer = offer;
        this.recalling = recalling;
    }

    /** Of a kept request; nothing unless it is accepted, and once what it asked for was purged. */
    ArrayNode of(Demande demande) {
        return answered(demande)
                .map(each -> Suites.of(each, accepted(demande.partenaire())))
                .orElseGet(JsonNodeFactory.instance::arrayNode);
    }

    /** Of a call just answered. {@code pour} is the kept request for which it was made, if any: of that, its answer is a step. */
    ArrayNode of(Appel appel, JsonNode reponse, Answer answer, Optional<String> pour) {
        if (pour.isPresent()) {
            return pour.filter(each -> each.matches("[0-9]{1,18}"))
                    .flatMap(each -> journal.find(Long.parseLong(each)))
                    .filter(each -> each.partenaire().equals(appel.partenaire()))
                    .flatMap(this::answered)
                    .map(each -> Suites.after(each, appel.endpoint().toString(), reponse, accepted(appel.partenaire())))
                    .orElseGet(JsonNodeFactory.instance::arrayNode);
        }
        return Suites.of(
                new Suites.Answered(
                        appel.endpoint().binding(),
                        answer.location().map(place -> place.substring(place.lastIndexOf('/') + 1)),
                        appel.corps(),
                        reponse,
                        answer.numero()),
                accepted(appel.partenaire()));
    }

    private Optional<Suites.Answered> answered(Demande demande) {
        String reponse = demande.reponse();
        return demande.etat() == Etat.ACCEPTEE && reponse != null
                ? recalling
                        .appel(demande)
                        .map(appel -> new Suites.Answered(
                                appel.endpoint().binding(),
                                Optional.of(Long.toString(demande.id())),
                                appel.corps(),
                                Json.read(reponse.getBytes(StandardCharsets.UTF_8)),
                                Optional.ofNullable(demande.numeroDemande())))
                : Optional.empty();
    }

    private BiPredicate<String, ObjectNode> accepted(String partner) {
        return (operation, body) -> offer.find(operation)
                .filter(each -> journal.isAccepted(partner, each, body))
                .isPresent();
    }
}
