package omega.fetcher;

import jakarta.enterprise.context.ApplicationScoped;
import omega.catalogue.Catalogue;
import omega.fetcher.parse.Lacking;
import omega.fetcher.parse.Meter;
import omega.fetcher.parse.Parser;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loop;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The second role: any number of processes share the blocks. Each turn takes some blocks, parses their lines and emits records, rejets and
 * counts in one transaction with the blocks' offsets.
 */
@ApplicationScoped
public class Parsing {
    private final Clients clients;
    private final Catalogue catalogue;
    private final Meter meter;
    private final Lacking lacking;
    private final String instance;

    public Parsing(
            Clients clients,
            Catalogue catalogue,
            Meter meter,
            Lacking lacking,
            @ConfigProperty(name = "omega.instance", defaultValue = "0") String instance) {
        this.clients = clients;
        this.catalogue = catalogue;
        this.meter = meter;
        this.lacking = lacking;
        this.instance = instance;
    }

    /** One parser, number {@code i} of this process. */
    Loop.Attempt parser(int i) {
        return new Parser(clients, catalogue, instance + "-" + i, meter, lacking);
    }
}
