package omega.ws.keep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import omega.catalogue.Catalogue;
import omega.contract.Contracts;
import omega.event.Topics;
import omega.runtime.outbox.Outbox;
import omega.ws.receive.Appel;
import omega.ws.receive.Message;
import omega.ws.receive.Offer;
import omega.ws.reply.Answer;
import omega.ws.reply.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent by Kafka fits the schemas that the supplier's systems are given. */
class AnswersByKafkaTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Map<String, String> CONTRACTS = Contracts.of(Catalogue.provisional());

    private static void fit(List<Outbox.Event> events) {
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        for (Outbox.Event each : events) {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            Objects.requireNonNull(CONTRACTS.get("schemas/" + each.topic() + ".json"), each.topic()),
                            config);
            assertEquals(Set.of(), schema.validate(each.value(), InputFormat.JSON), each::value);
        }
    }

    @ParameterizedTest
    @EnumSource(Etat.class)
    void answersFitTheirSchema(Etat state) {
        Offer offer = new Offer(Catalogue.provisional(), Optional.empty(), () -> Map.of());
        Appel appel = Appel.of(
                "DEMO",
                offer.find("CreerDemandeCHF/creerDemandeCHF").orElseThrow(),
                JsonNodeFactory.instance.objectNode().put("idDemande", "A-1").put("pce", "GI123456"),
                Optional.of("K-1"),
                Optional.empty(),
                "kafka",
                Optional.of("pourquoi"),
                "kafka:" + Topics.DEMANDE_UNITAIRE + "/0/7",
                true);
        Answer accepted = new Answer(
                200,
                "{\"accuse\":{}}",
                Answer.Issue.ACCEPTEE,
                Optional.of("D0000000001"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("/demandes/7"));
        Answer failed = Problem.FAILED.answer(Answer.Issue.NON_ENVOYEE, Problem.FAILED.because("OMEGA said so"));
        Answer tooLong = new Answer(
                200,
                "\"" + "a".repeat(800_000) + "\"",
                Answer.Issue.ACCEPTEE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("/demandes/7"));
        for (Answer answer : List.of(accepted, failed, tooLong)) {
            fit(Told.answer(appel, state, answer, NOW).events());
            fit(Told.decided(appel, state, answer, NOW).events());
            fit(Told.made(appel, state, answer, NOW).events());
        }
        fit(Told.waits(appel, NOW).events());
        fit(Told.unclear(
                        new Message.Unclear(Message.Lack.BODY, Optional.of("DEMO"), "Q-3", List.of("corps is missing")),
                        NOW)
                .events());
        fit(Told.unclear(new Message.Unclear(Message.Lack.BODY, Optional.empty(), "source", List.of("is no JSON")), NOW)
                .events());
    }
}
