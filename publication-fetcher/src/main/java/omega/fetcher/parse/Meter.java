package omega.fetcher.parse;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import omega.fetcher.emit.RecordEmission;
import org.apache.kafka.clients.consumer.Consumer;

/** What parsers count for Prometheus. */
@ApplicationScoped
public class Meter {
    private final MeterRegistry registry;

    public Meter(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Kafka's own figures of a consumer, its lag among them, until the result is closed. */
    KafkaClientMetrics watch(Consumer<byte[], byte[]> consumer) {
        KafkaClientMetrics metrics = new KafkaClientMetrics(consumer);
        metrics.bindTo(registry);
        return metrics;
    }

    void parsed(String flux, RecordEmission emission, int bytes) {
        registry.counter("omega.parse.blocs", "flux", flux).increment();
        registry.counter("omega.parse.octets", "flux", flux).increment(bytes);
        registry.counter("omega.parse.lignes", "flux", flux, "sort", "publiee")
                .increment((double) emission.published());
        registry.counter("omega.parse.lignes", "flux", flux, "sort", "rejetee").increment((double) emission.rejected());
    }
}
