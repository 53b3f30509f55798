package omega.submitter.hear;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import omega.catalogue.Flux;
import omega.clock.OmegaClock;
import omega.event.Headers;
import omega.event.Topics;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loop;
import omega.submitter.ledger.Ledger;
import omega.submitter.partner.Contrats;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears comptes-rendus, SDEM and how far they are known. A look counts only once every compte-rendu that was in the topic when it was heard of has been heard. For one consumer at
 * a time over all replicas.
 */
public final class Hearing implements Loop.Attempt {
    private static final Logger LOG = Logger.getLogger(Hearing.class);
    private static final int MOST = 1_000;
    private static final String ANSWERS = Topics.publication(Flux.COMPTE_RENDU);
    private static final String SDEM = Topics.publication("SDEM");
    /** What a look at the comptes-rendus' directory says of itself. */
    private static final String COMPTE_RENDUS = "compteRendus";

    private static final String REFUSED = "REF";
    private static final Pattern SOURCE = Pattern.compile("/omega/[^/]+/([^/]+)/.*");

    private final Clients clients;
    private final Settlement settlement;
    private final Contrats contrats;
    private final OmegaClock clock;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<Look> looks = new ArrayList<>();

    /** A look that counts when the consumer has come to {@code ends}. */
    private record Look(String partenaire, Instant jusqua, Map<TopicPartition, Long> ends) {}

    public Hearing(Clients clients, Settlement settlement, Contrats contrats, OmegaClock clock) {
        this.clients = clients;
        this.settlement = settlement;
        this.contrats = contrats;
        this.clock = clock;
        this.consumer = clients.consumer("submitter-hear", MOST);
        consumer.subscribe(List.of(ANSWERS, SDEM, Topics.REGARD));
    }

    @Override
    public boolean turn() {
        ConsumerRecords<byte[], byte[]> heard = consumer.poll(Duration.ofMillis(500));
        Map<String, Set<String>> suivies = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : heard) {
            Optional<JsonNode> value = json(each);
            if (value.isPresent()) {
                hear(each, value.get(), suivies);
            }
        }
        suivies.forEach(settlement::suivies);
        looks.removeIf(this::settled);
        if (!heard.isEmpty()) {
            consumer.commitSync();
        }
        return true;
    }

    private void hear(ConsumerRecord<byte[], byte[]> record, JsonNode value, Map<String, Set<String>> suivies) {
        if (record.topic().equals(Topics.REGARD)) {
            look(value).ifPresent(looks::add);
            return;
        }
        String partner = partner(record);
        if (partner == null) {
            return;
        }
        if (record.topic().equals(SDEM)) {
            String id = value.path("idDemande").asText();
            if (!id.isEmpty()) {
                suivies.computeIfAbsent(partner, _ -> new HashSet<>()).add(id);
            }
        } else if (value.path("enregistrement").asText().equals("fichier")) {
            settlement.compteRendu(new Settlement.CompteRendu(
                    partner,
                    value.path("nomFichier").asText(),
                    value.path("resultat").asText().equals(REFUSED),
                    code(value.path("motif")),
                    code(value.path("numeroSuiviGlobal")),
                    time(record)));
        }
    }

    /** A code of a closed list, or one that the pack does not know. */
    private static @Nullable String code(JsonNode value) {
        String code = value.isObject() ? value.path("inconnu").asText() : value.asText();
        return code.isEmpty() || value.isNull() ? null : code;
    }

    /** Of a partner's comptes-rendus; looks at other directories say nothing of lots. */
    private Optional<Look> look(JsonNode value) {
        String partner = value.path("partenaire").asText();
        String directory = value.path("repertoire").asText();
        if (!directory.equals(COMPTE_RENDUS) || contrats.find(partner).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Look(partner, Instant.parse(value.path("jusqua").asText()), ends()));
        } catch (DateTimeException e) {
            LOG.warnf("a look of %s tells no time", partner);
            return Optional.empty();
        }
    }

    private Map<TopicPartition, Long> ends() {
        return clients.ends(consumer.partitionsFor(ANSWERS).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .collect(Collectors.toSet()));
    }

    /** Notes a look whose comptes-rendus have all been heard; one whose partitions are another's is forgotten. */
    private boolean settled(Look look) {
        Set<TopicPartition> mine = consumer.assignment();
        if (!mine.containsAll(look.ends().keySet())) {
            return true;
        }
        if (look.ends().entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            return false;
        }
        settlement.regard(look.partenaire(), look.jusqua());
        return true;
    }

    private static Optional<JsonNode> json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null ? Optional.empty() : Optional.of(Ledger.JSON.readTree(record.value()));
        } catch (IOException e) {
            LOG.warnf("%s/%d/%d is no JSON", record.topic(), record.partition(), record.offset());
            return Optional.empty();
        }
    }

    private static @Nullable String partner(ConsumerRecord<byte[], byte[]> record) {
        Matcher source = SOURCE.matcher(header(record, Headers.SOURCE));
        return source.matches() ? source.group(1) : null;
    }

    private Instant time(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Instant.parse(header(record, Headers.TIME));
        } catch (DateTimeException _) {
            return clock.instant();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
    }
}
