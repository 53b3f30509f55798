package omega.fetcher.emit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import omega.catalogue.Flux;
import omega.event.Headers;
import omega.event.Topics;
import omega.fetcher.ledger.Ledger;
import omega.fetcher.parse.BlockLines;
import omega.layout.LineFault;
import omega.layout.LineReader;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The lines of one block on their way to Kafka: records to their flux's topic, the others to the rejets, and at the end the count of both. */
public final class RecordEmission implements BlockLines.Sink {
    /** Faults told with the count, for the ledger. */
    private static final int TOLD = 5;

    /** Bytes of a rejected line that are told: written as JSON each may take six, and all must fit one record. The archive has the rest. */
    private static final int RAW = 64 * 1024;

    private final Producer<byte[], byte[]> producer;
    private final BlockContext block;
    private final String topic;
    private final @org.jspecify.annotations.Nullable Integer partition;
    private final LineHeaders headers;
    private final LineHeaders rejetHeaders;
    private final ArrayNode told = Ledger.JSON.createArrayNode();
    private long published;
    private long rejected;
    private long bytes;

    /** {@code partitions} is the number of the flux's topic, for a flux that keeps to one. */
    public RecordEmission(Producer<byte[], byte[]> producer, BlockContext block, Flux flux, int partitions) {
        this.producer = producer;
        this.block = block;
        this.topic = Topics.publication(block.flux());
        this.partition = flux.ordered()
                ? (Integer) Math.floorMod((block.partenaire() + "/" + block.flux()).hashCode(), partitions)
                : null;
        this.headers = new LineHeaders(block, topic);
        this.rejetHeaders = new LineHeaders(block, "Rejet");
    }

    @Override
    public void record(long line, LineReader reader) {
        byte[] json = reader.json();
        var _ = producer.send(new ProducerRecord<>(topic, partition, null, reader.key(), json, headers.of(line)));
        published++;
        bytes += json.length;
    }

    @Override
    public void reject(long line, LineReader reader, byte[] bytes, int from, int to) {
        rejected++;
        ObjectNode rejet = about().put("ligne", line).put("brut", reader.text(bytes, from, Math.min(to, from + RAW)));
        ArrayNode faults = rejet.putArray("fautes");
        for (LineFault fault : reader.faults()) {
            ObjectNode each = faults.addObject()
                    .put("code", fault.code().name())
                    .put("colonne", fault.column())
                    .put("champ", fault.field())
                    .put("raison", fault.reason());
            if (told.size() < TOLD) {
                told.add(each.deepCopy().put("ligne", line));
            }
        }
        var _ = producer.send(
                new ProducerRecord<>(Topics.REJET, null, null, key(), json(rejet), rejetHeaders.of(line)));
    }

    /** Tells how many lines became what; each counted once by whoever listens. */
    public void count(int read) {
        ObjectNode event = about().put("etat", "BlocPublie")
                .put("fichier", block.fichier())
                .put("bloc", block.bloc())
                .put("premiereLigne", block.premiereLigne())
                .put("lues", read)
                .put("publiees", published)
                .put("rejetees", rejected);
        event.set("fautes", told);
        String id = block.prefix() + ":b" + block.bloc() + ":" + block.revision();
        var _ = producer.send(new ProducerRecord<>(
                Topics.FICHIER,
                null,
                null,
                key(),
                json(event),
                List.of(
                        new RecordHeader(Headers.SPEC_VERSION, LineHeaders.ONE),
                        new RecordHeader(Headers.ID, LineHeaders.ascii(id)),
                        new RecordHeader(Headers.TYPE, LineHeaders.ascii("BlocPublie")),
                        new RecordHeader(
                                Headers.TIME,
                                LineHeaders.ascii(block.controle().creation().toString())),
                        new RecordHeader(Headers.SOURCE, block.source().getBytes(StandardCharsets.UTF_8)),
                        new RecordHeader(Headers.CONTENT_TYPE, LineHeaders.JSON))));
    }

    private ObjectNode about() {
        return Ledger.JSON
                .createObjectNode()
                .put("partenaire", block.partenaire())
                .put("flux", block.flux())
                .put("nom", block.nom())
                .put("sha256", block.sha256())
                .put("revision", block.revision());
    }

    private byte[] key() {
        return block.key().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] json(ObjectNode node) {
        try {
            return Ledger.JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public long published() {
        return published;
    }

    public long rejected() {
        return rejected;
    }

    /** Bytes of the records' values. */
    public long bytes() {
        return bytes;
    }
}
