package omega.fetcher.discover;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omega.calendar.OmegaCalendar;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.channel.ChannelException;
import omega.channel.Listing;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.RemoteFolder;
import omega.clock.OmegaClock;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.FileState.Decouverte;
import omega.fetcher.ledger.Ledger;
import omega.fetcher.ledger.Ledger.Look;
import omega.fetcher.ledger.Ledger.Sighting;
import omega.fetcher.ledger.Listings;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the directories hold less what the ledger knows. */
@ApplicationScoped
public class Discovery {
    private static final Logger LOG = Logger.getLogger(Discovery.class);
    private static final int MOST_NAMES = 3;
    private final Ledger ledger;
    private final Catalogue catalogue;
    private final OmegaClock clock;

    public Discovery(Ledger ledger, Catalogue catalogue, OmegaClock clock) {
        this.ledger = ledger;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /**
     * What a look could not take in, in words.
     *
     * @param unread directories that cannot be read
     * @param untouched names that must not be trusted, one line a directory
     */
    public record Lacuna(List<String> unread, List<String> untouched) {
        /** Both. */
        public List<String> all() {
            return Stream.concat(unread.stream(), untouched.stream()).toList();
        }
    }

    /**
     * Notes every file that is new, and that those not fetched in time are gone. A directory that cannot be read does not keep the others
     * from being looked at: what is wrong with it is in the result, and then nothing counts as gone.
     */
    public Lacuna look(Partner partner, RemoteFolder folder) throws ChannelException {
        List<String> unread = new ArrayList<>();
        List<String> untouched = new ArrayList<>();
        Decouverte.Source source = source(partner);
        Set<Sighting> known = ledger.sightings(partner.code(), source);
        Set<Sighting> present = new HashSet<>();
        for (String directory : directories(partner)) {
            Look look = new Look(directory, clock.instant());
            Optional<Listing> listed = list(folder, directory, unread);
            if (listed.isEmpty()) {
                continue;
            }
            Listing listing = listed.get();
            for (RemoteFile file : listing.files()) {
                Sighting sighting =
                        new Sighting(file.name(), file.size(), file.modified().truncatedTo(ChronoUnit.SECONDS));
                if (present.add(sighting) && !known.contains(sighting)) {
                    note(partner, new Decouverte(source, file.path()), sighting, look);
                }
            }
            new Listings(ledger, partner.code(), source, directory).noted(look.at());
            if (!listing.refused().isEmpty()) {
                untouched.add(untouched(partner, directory, listing.refused()));
            }
        }
        for (CollectedFile file : unread.isEmpty() ? awaited(partner) : List.<CollectedFile>of()) {
            if (file.etat() instanceof Decouverte state
                    && !present.contains(new Sighting(file.nom(), file.taille(), file.modifie()))) {
                ledger.advance(file, state.withdrawn());
                LOG.warnf("%s: %s left OMEGA's directory before it was fetched", partner.code(), file.nom());
            }
        }
        return new Lacuna(unread, untouched);
    }

    private static String untouched(Partner partner, String directory, List<Listing.Refused> refused) {
        return partner.describe() + ": " + directory + " holds " + refused.size() + " names that are not touched: "
                + refused.stream()
                        .limit(MOST_NAMES)
                        .map(each -> each.name() + " (" + each.reason() + ")")
                        .collect(Collectors.joining(", "))
                + (refused.size() > MOST_NAMES ? ", …" : "")
                + "; ask GRDF what they are, and to take them away";
    }

    private static Optional<Listing> list(RemoteFolder folder, String directory, List<String> unread)
            throws ChannelException {
        try {
            return Optional.of(folder.list(directory));
        } catch (ChannelException e) {
            if (e.kind().endsSession()) {
                throw e;
            }
            unread.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Files noted in this partner's directory and not fetched yet, nearest to their expiry first. */
    public List<CollectedFile> awaited(Partner partner) {
        return ledger.in(partner.code(), Decouverte.class, Integer.MAX_VALUE).stream()
                .filter(file -> file.etat() instanceof Decouverte state && state.source() == source(partner))
                .toList();
    }

    /** Whose directories these are. */
    public static Decouverte.Source source(Partner partner) {
        return partner.access() instanceof Partner.Local ? Decouverte.Source.LOCAL : Decouverte.Source.OMEGA;
    }

    private static Set<String> directories(Partner partner) {
        Partner.Directories directories = partner.directories();
        return new LinkedHashSet<>(
                List.of(directories.publications(), directories.fichierListe(), directories.compteRendus()));
    }

    private void note(Partner partner, Decouverte state, Sighting sighting, Look look) {
        Optional<Flux> flux = fluxOf(partner.code(), sighting.name());
        CollectedFile file = ledger.discover(
                partner.code(),
                flux.map(Flux::code).orElse(CollectedFile.UNKNOWN_FLUX),
                state,
                sighting,
                flux.map(each -> expiry(each, sighting.modified())).orElse(null),
                look);
        LOG.infof("%s: %s is new, %d bytes", partner.code(), file.nom(), file.taille());
    }

    /** The flux whose names {@code name} fits, addressed to the partner if it names one. */
    public Optional<Flux> fluxOf(String partner, String name) {
        List<Flux> fits = new ArrayList<>();
        for (Flux flux : catalogue.flux().values()) {
            flux.archive()
                    .match(name)
                    .filter(parts -> partner.equals(parts.getOrDefault("partenaire", partner)))
                    .filter(parts -> flux.code().equals(parts.getOrDefault("flux", flux.code())))
                    .ifPresent(parts -> fits.add(flux));
        }
        return fits.size() == 1 ? Optional.of(fits.getFirst()) : Optional.empty();
    }

    /** When OMEGA withdraws a publication of {@code flux}; null where the guide gives no retention. */
    public static @Nullable Instant expiry(Flux flux, Instant available) {
        return flux.retention() == null ? null : OmegaCalendar.expiry(available, flux.retention());
    }
}
