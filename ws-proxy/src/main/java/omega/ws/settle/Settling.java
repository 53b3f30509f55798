package omega.ws.settle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import omega.catalogue.ServiceWeb.Suivi;
import omega.runtime.loop.Loop;
import omega.ws.Call;
import omega.ws.gate.Gate;
import omega.ws.keep.Demande;
import omega.ws.keep.Journal;
import omega.ws.receive.Appel;
import omega.ws.receive.Endpoint;
import omega.ws.receive.Offer;
import omega.ws.reply.Answer;
import omega.ws.reply.Replying;
import omega.ws.translate.Json;
import org.jboss.logging.Logger;

/**
 * Finds out what became of calls whose answer never came: by the look-up that the pack declares for their operation. What is found was accepted;
 * what is not found stays uncertain, since OMEGA may show it later, and an operator may decide. Nothing is sent again.
 */
public final class Settling implements Loop.Attempt {
    private static final Logger LOG = Logger.getLogger(Settling.class);
    private static final int MOST = 16;
    private final Journal journal;
    private final Gate gate;
    private final Call call;
    private final Offer offer;
    private final Recalling recalling;

    public Settling(Journal journal, Gate gate, Call call, Offer offer, Recalling recalling) {
        this.journal = journal;
        this.gate = gate;
        this.call = call;
        this.offer = offer;
        this.recalling = recalling;
    }

    @Override
    public boolean turn() {
        for (Demande each : journal.orphans()) {
            recalling.appel(each).ifPresent(appel -> journal.end(each, appel, Replying.crashed(appel)));
        }
        if (gate.opensAt(false).isEmpty()) {
            for (Demande each : journal.uncertain(MOST)) {
                recalling.appel(each).ifPresent(appel -> lookUp(each, appel));
            }
        }
        return false;
    }

    private void lookUp(Demande demande, Appel lost) {
        Optional<Suivi> suivi = lost.endpoint().binding().suivi();
        Optional<Endpoint> look = suivi.flatMap(each -> offer.find(each.operation()));
        if (suivi.isEmpty() || look.isEmpty()) {
            return;
        }
        Answer answer = call.make(Appel.of(
                lost.partenaire(),
                look.get(),
                question(suivi.get(), lost),
                Optional.empty(),
                Optional.of(lost.idDemande()),
                "ws-proxy",
                Optional.of("lost answer of " + demande.place()),
                "ws-proxy",
                false));
        if (answer.issue() != Answer.Issue.ACCEPTEE) {
            return;
        }
        List<JsonNode> found = Json.read(answer.body().getBytes(StandardCharsets.UTF_8))
                .at(suivi.get().trouve())
                .valueStream()
                .filter(each -> isLike(each, suivi.get().nature(), lost.nature())
                        && isLike(each, suivi.get().pce(), lost.pce()))
                .toList();
        if (found.size() == 1) {
            Answer recovered = Replying.recovered(suivi.get(), found.getFirst());
            journal.end(demande, lost, recovered);
            LOG.infof(
                    "request %d was found at OMEGA: %s",
                    demande.id(), recovered.numero().orElse("no number"));
        } else if (found.size() > 1) {
            LOG.warnf("OMEGA has %d requests that may be %d: an operator must decide", found.size(), demande.id());
        }
    }

    /** What was asked for under the same reference may be something else. */
    private static boolean isLike(JsonNode found, Optional<String> place, Optional<String> asked) {
        return place.isEmpty()
                || asked.isEmpty()
                || found.at(place.get()).asText().equals(asked.get());
    }

    private static ObjectNode question(Suivi suivi, Appel lost) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        suivi.cle().forEach((to, from) -> Json.put(question, to, lost.corps().at(from)));
        return question;
    }
}
