package omega.fetcher.settle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omega.channel.Partner;
import omega.clock.OmegaClock;
import omega.event.Topics;
import omega.fetcher.discover.Discovery;
import omega.fetcher.ledger.Ledger;
import omega.fetcher.ledger.Listings;
import omega.runtime.loop.Loop;
import org.jdbi.v3.core.Handle;

/**
 * Tells how far a partner's directories are known: everything that OMEGA had put out there by an instant is in its topic, in quarantine or
 * withdrawn. Silence up to that instant is OMEGA's, not ours.
 */
public final class Knowing implements Loop.Attempt {
    /** What {@code repertoire} says of the comptes-rendus' directory. */
    public static final String COMPTE_RENDUS = "compteRendus";

    /** What {@code repertoire} says of the publications' directory. */
    public static final String PUBLICATIONS = "publications";

    private final String partner;
    private final Ledger ledger;
    private final OmegaClock clock;
    private final Map<Listings, List<String>> directories = new LinkedHashMap<>();

    public Knowing(Partner partner, Ledger ledger, OmegaClock clock) {
        this.partner = partner.code();
        this.ledger = ledger;
        this.clock = clock;
        String publications = partner.directories().publications();
        String compteRendus = partner.directories().compteRendus();
        if (publications.equals(compteRendus)) {
            directories.put(listings(partner, publications), List.of(PUBLICATIONS, COMPTE_RENDUS));
        } else {
            directories.put(listings(partner, publications), List.of(PUBLICATIONS));
            directories.put(listings(partner, compteRendus), List.of(COMPTE_RENDUS));
        }
    }

    private Listings listings(Partner partner, String directory) {
        return new Listings(ledger, partner.code(), Discovery.source(partner), directory);
    }

    @Override
    public boolean turn() {
        directories.forEach((listings, names) -> ledger.jdbi()
                .useTransaction(handle ->
                        listings.settled(handle).ifPresent(until -> names.forEach(name -> tell(handle, name, until)))));
        return false;
    }

    private void tell(Handle handle, String directory, Instant until) {
        Instant now = clock.instant();
        ObjectNode value = Ledger.JSON
                .createObjectNode()
                .put("partenaire", partner)
                .put("repertoire", directory)
                .put("jusqua", until.toString())
                .put("le", now.toString());
        ledger.outbox()
                .append(handle, Topics.REGARD, partner, "Regard", partner + "/" + directory, value.toString(), now);
    }
}
