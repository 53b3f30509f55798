package omega.fetcher.parse;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import omega.fetcher.emit.RecordEmission;

/** What parsers count for Prometheus. */
@ApplicationScoped
public class Meter {
    private final MeterRegistry registry;

    public Meter(MeterRegistry registry) {
        this.registry = registry;
    }

    void parsed(String flux, RecordEmission emission, int bytes) {
        registry.counter("omega.parse.blocs", "flux", flux).increment();
        registry.counter("omega.parse.octets", "flux", flux).increment(bytes);
        registry.counter("omega.parse.lignes", "flux", flux, "sort", "publiee")
                .increment((double) emission.published());
        registry.counter("omega.parse.lignes", "flux", flux, "sort", "rejetee").increment((double) emission.rejected());
    }
}
