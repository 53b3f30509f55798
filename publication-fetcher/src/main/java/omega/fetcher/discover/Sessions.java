package omega.fetcher.discover;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import omega.calendar.Canal;
import omega.calendar.OmegaCalendar;
import omega.catalogue.Catalogue;
import omega.channel.ChannelException;
import omega.channel.Partner;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.connect.Connection;
import omega.channel.slot.Purpose;
import omega.channel.slot.Slot;
import omega.channel.slot.Slots;
import omega.channel.slot.Want;
import omega.clock.OmegaClock;
import omega.fetcher.archive.Archive;
import omega.fetcher.ledger.CollectedFile;
import omega.runtime.credential.Credentials;
import omega.runtime.loop.Loop;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The sessions with one partner's OMEGA: each looks at the directories and fetches what is new, in a slot of the connection rule
 * (§3.2.1), then ends. Looks come every {@code period} in the advised hours (§3.1), four times as rarely outside them, none in maintenance.
 */
public final class Sessions implements Loop.Attempt {
    /** Name of this service in the connection rule. */
    public static final String SERVICE = "publication-fetcher";

    private static final Logger LOG = Logger.getLogger(Sessions.class);
    private static final Duration LONGEST_BACK_OFF = Duration.ofHours(1);
    /** What no later attempt mends. */
    private static final Set<ChannelException.Kind> LASTING = EnumSet.of(
            ChannelException.Kind.CONFIGURATION, ChannelException.Kind.HOST_KEY, ChannelException.Kind.LOGIN_REFUSED);

    private final Partner partner;
    private final Slots slots;
    private final OmegaClock clock;
    private final OmegaCalendar calendar;
    private final Discovery discovery;
    private final Archive archive;
    private final Regards regards;
    private final Credentials credentials;
    private final Duration period;
    private final Timeouts timeouts;
    private Instant next;
    private volatile @Nullable String trouble;

    /** {@code period} is virtual time between two looks. */
    @SuppressWarnings("TooManyParameters")
    public Sessions(
            Partner partner,
            Slots slots,
            OmegaClock clock,
            Catalogue catalogue,
            Discovery discovery,
            Archive archive,
            Regards regards,
            Credentials credentials,
            Duration period,
            Timeouts timeouts) {
        this.partner = partner;
        this.slots = slots;
        this.clock = clock;
        this.calendar = catalogue.calendar();
        this.discovery = discovery;
        this.archive = archive;
        this.regards = regards;
        this.credentials = credentials;
        this.period = period;
        this.timeouts = timeouts;
        this.next = clock.instant();
    }

    /** Why the last session failed, or what it could not read. */
    @Override
    public @Nullable String trouble() {
        return trouble;
    }

    @Override
    public boolean turn() throws ChannelException {
        Instant now = clock.instant();
        if (now.isBefore(next) || !calendar.isOpen(Canal.FTP, OmegaCalendar.TELECHARGEMENT, now)) {
            return false;
        }
        slots.want(new Want(partner.code(), SERVICE, Purpose.PUBLICATION, nearestExpiry()));
        Optional<Slot> claimed = slots.claim(partner.code(), SERVICE);
        if (claimed.isPresent()) {
            try (Slot slot = claimed.get()) {
                session(slot);
            }
        }
        return false;
    }

    private void session(Slot slot) {
        try (RemoteFolder folder = Connection.open(credentials.inForce(partner), timeouts, slot)) {
            credentials.saw(partner, folder);
            List<String> unread =
                    new ArrayList<>(discovery.look(partner, folder).all());
            unread.addAll(fetch(folder));
            slot.succeeded();
            unread.forEach(LOG::warn);
            regards.succeeded(partner.code(), unread);
            trouble = unread.isEmpty() ? null : String.join("; ", unread);
            next = clock.instant().plus(pause());
        } catch (ChannelException e) {
            if (e.kind() == ChannelException.Kind.SLOT_LOST) {
                LOG.debugf("%s", e.getMessage());
                return;
            }
            slot.failed(String.valueOf(e.getMessage()));
            trouble = String.valueOf(e.getMessage());
            regards.failed(partner.code(), trouble, LASTING.contains(e.kind()));
            next = clock.instant().plus(backOff());
            LOG.warnf("%s; next attempt at %s", e.getMessage(), next);
        }
    }

    /** Fetches what is awaited; a file that cannot be read does not keep the others from being fetched. */
    private List<String> fetch(RemoteFolder folder) throws ChannelException {
        List<String> unread = new ArrayList<>();
        for (CollectedFile file : discovery.awaited(partner)) {
            try {
                archive.fetch(partner, folder, file);
            } catch (ChannelException e) {
                if (e.kind().endsSession()) {
                    throw e;
                }
                unread.add(String.valueOf(e.getMessage()));
            }
        }
        return unread;
    }

    private Duration pause() {
        boolean advised = calendar.isOpen(Canal.FTP, OmegaCalendar.LECTURE_ECRITURE, clock.instant());
        return advised ? period : period.multipliedBy(4);
    }

    private Duration backOff() {
        int failures = regards.of(partner.code()).map(Regards.Regard::failures).orElse(1);
        Duration pause = Duration.ofMinutes(5).multipliedBy(1L << Math.min(failures - 1, 4));
        return pause.compareTo(LONGEST_BACK_OFF) < 0 ? pause : LONGEST_BACK_OFF;
    }

    private @Nullable Instant nearestExpiry() {
        return discovery.awaited(partner).stream()
                .map(CollectedFile::expire)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
