package omega.fetcher.settle;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import omega.event.Headers;
import omega.event.Topics;
import omega.fetcher.ledger.Ledger;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loop;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;

/** Hears which blocks the parsers have published and writes each into the ledger once, however often it is heard. */
public final class Counting implements Loop.Attempt {
    private static final int MOST = 1000;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Ledger ledger;

    public Counting(Clients clients, Ledger ledger) {
        this.ledger = ledger;
        this.consumer = clients.consumer("count", MOST);
        consumer.subscribe(List.of(Topics.FICHIER));
    }

    @Override
    public boolean turn() throws IOException {
        ConsumerRecords<byte[], byte[]> heard = consumer.poll(Duration.ofMillis(500));
        List<JsonNode> blocks = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : heard) {
            Header type = each.headers().lastHeader(Headers.TYPE);
            if (type != null && "BlocPublie".equals(new String(type.value(), StandardCharsets.UTF_8))) {
                blocks.add(Ledger.JSON.readTree(each.value()));
            }
        }
        if (!blocks.isEmpty()) {
            count(blocks);
        }
        if (!heard.isEmpty()) {
            consumer.commitSync();
        }
        return true;
    }

    private void count(List<JsonNode> blocks) {
        ledger.jdbi().useTransaction(handle -> {
            var batch = handle.prepareBatch("""
                    INSERT INTO fetcher.bloc_publie (fichier, revision, bloc, lues, publiees, rejetees, fautes)
                    SELECT :fichier, :revision, :bloc, :lues, :publiees, :rejetees, :fautes::jsonb
                    WHERE EXISTS (SELECT FROM fetcher.fichier WHERE id = :fichier)
                    ON CONFLICT DO NOTHING""");
            for (JsonNode block : blocks) {
                batch.bind("fichier", block.get("fichier").asLong())
                        .bind("revision", block.get("revision").asInt())
                        .bind("bloc", block.get("bloc").asLong())
                        .bind("lues", block.get("lues").asLong())
                        .bind("publiees", block.get("publiees").asLong())
                        .bind("rejetees", block.get("rejetees").asLong())
                        .bind("fautes", block.get("fautes").toString())
                        .add();
            }
            batch.execute();
        });
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
