package omega.ws.partner;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import omega.catalogue.Catalogue;
import omega.channel.Environment;
import omega.channel.connect.Checkup;
import omega.channel.credential.Finding;
import omega.clock.OmegaClock;
import omega.runtime.credential.Credentials;
import omega.runtime.partner.PartnerConfig;
import omega.runtime.partner.WebCredentials;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What somebody must do about the certificates that web services show (§1.4), from their files, at most a minute of real time old. For a supplier
 * whose files go over SFTP nobody else watches them. Thread-safe.
 */
@Singleton
public class Certificats {
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private record Looked(Instant at, List<Finding> findings) {}

    private final Map<String, Looked> looked = new ConcurrentHashMap<>();
    private final Partenaires partners;
    private final PartnerConfig config;
    private final List<String> authorities;
    private final Environment environment;
    private final OmegaClock clock;

    public Certificats(
            Partenaires partners,
            PartnerConfig config,
            Catalogue catalogue,
            OmegaClock clock,
            @ConfigProperty(name = "omega.environnement") String environment) {
        this.partners = partners;
        this.config = config;
        this.authorities = Credentials.authorities(catalogue);
        this.environment = Environment.valueOf(environment.toUpperCase(Locale.ROOT));
        this.clock = clock;
    }

    /** Empty when all is well, or where the partner shows none. */
    public List<Finding> of(Partenaire partner) {
        Instant now = clock.realInstant();
        return looked.compute(
                        partner.code(),
                        (_, last) -> last != null && now.isBefore(last.at().plus(AGAIN))
                                ? last
                                : new Looked(now, look(partner, now)))
                .findings();
    }

    private List<Finding> look(Partenaire partner, Instant now) {
        PartnerConfig.One one = Objects.requireNonNull(config.all().get(partner.code()));
        return Credentials.webServices(
                        new Checkup(authorities, now), partner.code(), environment, WebCredentials.of(one))
                .stream()
                .filter(Finding::isToAct)
                .toList();
    }

    /** All partners', one line a finding, for a health page; empty when all is well. */
    public String told() {
        return partners.all().stream()
                .flatMap(partner -> of(partner).stream().map(finding -> partner.code() + " " + finding))
                .collect(Collectors.joining("\n"));
    }
}
