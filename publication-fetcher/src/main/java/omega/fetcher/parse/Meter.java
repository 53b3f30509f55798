package omega.fetcher.parse;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import omega.catalogue.Catalogue;
import omega.fetcher.emit.RecordEmission;
import org.apache.kafka.clients.consumer.Consumer;

/** What parsers count for Prometheus. */
@ApplicationScoped
public class Meter {
    private final MeterRegistry registry;

    /** Counts of every flux begin at nought, so that what the first file of one adds is seen as added. */
    public Meter(MeterRegistry registry, Catalogue catalogue, Lacking lacking) {
        this.registry = registry;
        catalogue.flux().keySet().forEach(flux -> {
            blocks(flux);
            bytes(flux);
            lines(flux, "publiee");
            lines(flux, "rejetee");
        });
        Gauge.builder(
                        "omega.parse.layouts.manquants",
                        lacking,
                        each -> each.layouts().size())
                .description("Layouts that blocks ask for and this process's pack lacks; their partitions wait")
                .register(registry);
    }

    private Counter blocks(String flux) {
        return registry.counter("omega.parse.blocs", "flux", flux);
    }

    private Counter bytes(String flux) {
        return registry.counter("omega.parse.octets", "flux", flux);
    }

    private Counter lines(String flux, String sort) {
        return registry.counter("omega.parse.lignes", "flux", flux, "sort", sort);
    }

    /** Kafka's own figures of a consumer, its lag among them, until the result is closed. */
    KafkaClientMetrics watch(Consumer<byte[], byte[]> consumer) {
        KafkaClientMetrics metrics = new KafkaClientMetrics(consumer);
        metrics.bindTo(registry);
        return metrics;
    }

    void parsed(String flux, RecordEmission emission, int bytes) {
        blocks(flux).increment();
        bytes(flux).increment(bytes);
        lines(flux, "publiee").increment((double) emission.published());
        lines(flux, "rejetee").increment((double) emission.rejected());
    }
}
