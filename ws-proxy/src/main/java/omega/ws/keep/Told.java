package omega.ws.keep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omega.demande.DemandeEvent;
import omega.event.Topics;
import omega.runtime.audit.Audit;
import omega.runtime.outbox.Outbox;
import omega.ws.receive.Appel;
import omega.ws.receive.Message;
import omega.ws.reply.Answer;
import omega.ws.reply.Problem;
import omega.ws.translate.Json;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a call in the transaction that changes it: an audit line, an event for the tracker, and the answer to whoever asked by Kafka.
 *
 * @param events in their order
 */
record Told(Optional<Audit.Line> line, List<Outbox.Event> events) {
    private static final String REPONSE = "Reponse";
    /** Of three bytes each at most, and what stands around them: below what Kafka takes. */
    private static final int MOST_CHARACTERS = 700_000;

    /** It waits; that it was asked for is written down at once. */
    static Told waits(Appel appel, Instant now) {
        return new Told(
                Optional.of(line(appel, Answer.Issue.EN_ATTENTE.name())),
                List.of(event(appel, DemandeEvent.Appel.Resultat.EN_ATTENTE, null, null, null, now)));
    }

    /** It was made, or refused before; {@code state} is where it stands now. */
    static Told made(Appel appel, Etat state, Answer answer, Instant now) {
        return new Told(
                Optional.of(line(
                        appel,
                        answer.issue() + " " + answer.status()
                                + answer.title().map(each -> " " + each).orElse(""))),
                decided(appel, state, answer, now).events());
    }

    /** A kept call did not come to be made: it waits until its caller makes it again. */
    static Told unmade(Appel appel, Answer answer, Instant now) {
        Told made = made(appel, Etat.PREPARE, answer, now);
        String title = answer.title().orElse(null);
        return new Told(
                made.line(), List.of(event(appel, DemandeEvent.Appel.Resultat.EN_ATTENTE, null, title, null, now)));
    }

    private static Audit.Line line(Appel appel, String outcome) {
        return new Audit.Line(
                appel.appelant(),
                Audit.Action.APPEL,
                appel.partenaire(),
                appel.endpoint() + " " + appel.idDemande(),
                outcome,
                appel.motif().orElse(null));
    }

    /** The events of a state that it has come to. */
    static Told decided(Appel appel, Etat state, Answer answer, Instant now) {
        String title = answer.title().orElse(null);
        List<Outbox.Event> events = new ArrayList<>();
        switch (state) {
            case ACCEPTEE ->
                events.add(event(
                        appel,
                        DemandeEvent.Appel.Resultat.ACCEPTEE,
                        answer.numero().orElse(null),
                        null,
                        null,
                        now));
            case REFUSEE ->
                events.add(event(
                        appel,
                        DemandeEvent.Appel.Resultat.REFUSEE,
                        null,
                        title,
                        Problem.REFUSED.title().equals(title),
                        now));
            case ABANDONNEE -> events.add(event(appel, DemandeEvent.Appel.Resultat.REFUSEE, null, title, false, now));
            case INCERTAINE -> events.add(event(appel, DemandeEvent.Appel.Resultat.INCERTAINE, null, title, null, now));
            case EN_ATTENTE, PREPARE, ENVOI -> {}
        }
        if (appel.isFromKafka() && state != Etat.EN_ATTENTE && state != Etat.PREPARE) {
            events.addAll(answer(appel, state, answer, now).events());
        }
        return new Told(Optional.empty(), events);
    }

    private static Outbox.Event event(
            Appel appel,
            DemandeEvent.Appel.Resultat result,
            @Nullable String number,
            @Nullable String problem,
            @Nullable Boolean byOmega,
            Instant now) {
        DemandeEvent.Appel event = new DemandeEvent.Appel(
                appel.partenaire(),
                appel.idDemande(),
                appel.endpoint().service(),
                appel.endpoint().operation(),
                appel.endpoint().isWrite(),
                appel.nature().orElse(null),
                appel.pce().orElse(null),
                result,
                number,
                problem,
                byOmega,
                now);
        return new Outbox.Event(Topics.APPEL, event.key(), event.word(), about(appel), event.json(), now);
    }

    /** The answer to whoever asked by Kafka. One that is too long for a record is left where the request is shown. */
    static Told answer(Appel appel, Etat state, Answer answer, Instant now) {
        ObjectNode value = JsonNodeFactory.instance
                .objectNode()
                .put("partenaire", appel.partenaire())
                .put("idDemande", appel.idDemande())
                .put("service", appel.endpoint().service())
                .put("operation", appel.endpoint().operation())
                .put("etat", state.name())
                .put("statut", answer.status());
        appel.cle().ifPresent(key -> value.put("cle", key));
        answer.numero().ifPresent(number -> value.put("numeroDemande", number));
        answer.location().ifPresent(place -> value.put("lieu", place));
        if (answer.body().length() <= MOST_CHARACTERS) {
            JsonNode body = Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
            value.set(answer.isProblem() ? "probleme" : "reponse", body);
        }
        value.put("le", now.toString());
        return replied(appel.idDemande(), about(appel), value, now);
    }

    /** The answer to a message that asks for no call. */
    static Told unclear(Message.Unclear message, Instant now) {
        Problem problem = switch (message.lack()) {
            case SERVICE -> Problem.UNKNOWN;
            case WHO -> Problem.WHO;
            case BODY -> Problem.UNREADABLE;
        };
        ObjectNode value = JsonNodeFactory.instance
                .objectNode()
                .put("idDemande", message.idDemande())
                .put("etat", Etat.REFUSEE.name())
                .put("statut", problem.status());
        message.partenaire().ifPresent(partner -> value.put("partenaire", partner));
        value.set("probleme", problem.because(String.join("; ", message.faults())));
        value.put("le", now.toString());
        return replied(message.idDemande(), message.partenaire().orElse("-") + "/-", value, now);
    }

    private static Told replied(String id, String about, ObjectNode value, Instant now) {
        return new Told(
                Optional.empty(),
                List.of(new Outbox.Event(Topics.REPONSE_UNITAIRE, id, REPONSE, about, Json.write(value), now)));
    }

    private static String about(Appel appel) {
        return appel.partenaire() + "/" + appel.endpoint().service();
    }
}
