package omega.endtoend;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import omega.channel.ChannelException;
import omega.channel.Partner;
import omega.channel.Timeouts;
import omega.channel.slot.Rule;
import omega.channel.slot.Slots;
import omega.clock.OmegaClock;
import omega.fetcher.archive.Archive;
import omega.fetcher.discover.Discovery;
import omega.fetcher.discover.Regards;
import omega.fetcher.discover.Sessions;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.FileState;
import omega.fetcher.ledger.Ledger;
import omega.runtime.credential.Credentials;
import org.jspecify.annotations.Nullable;

/** publication-fetcher's collecting, turned by hand, each turn in a process of its own. */
final class Collector implements AutoCloseable {
    private final Path home;
    private final Partner partner;
    private final Hours hours;
    private final OmegaClock clock;
    private final Timeouts timeouts;
    private final AgroalDataSource database = Base.pool(Base.fresh(), 4);
    private final Ledger ledger;

    Collector(Path home, Partner partner, Hours hours, Timeouts timeouts) {
        this.home = home;
        this.partner = partner;
        this.hours = hours;
        this.clock = hours.clock();
        this.timeouts = timeouts;
        Slots.migrate(database);
        ledger = new Ledger(database, clock, "test");
        ledger.migrate();
    }

    /** One session in the next slot; what went wrong with it. */
    @Nullable
    String turn() throws ChannelException {
        hours.nextSlot();
        Sessions sessions = new Sessions(
                partner,
                new Slots(database, clock, Rule.GUIDE),
                clock,
                Doors.PACK,
                new Discovery(ledger, Doors.PACK, clock),
                new Archive(home, ledger, new SimpleMeterRegistry()),
                new Regards(ledger, clock),
                new Credentials(List.of(partner), Doors.PACK, clock, database, Sessions.SERVICE),
                Duration.ofMinutes(15),
                timeouts);
        sessions.turn();
        return sessions.trouble();
    }

    /** Hashes of the files that count as archived. */
    List<String> known() {
        return ledger.in(partner.code(), FileState.Archivee.class, Integer.MAX_VALUE).stream()
                .map(CollectedFile::hash)
                .toList();
    }

    /** Files that stand in the archive. */
    List<Path> archived() throws IOException {
        Path archive = home.resolve("archive").resolve(partner.code());
        if (!Files.exists(archive)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(archive)) {
            return all.toList();
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
