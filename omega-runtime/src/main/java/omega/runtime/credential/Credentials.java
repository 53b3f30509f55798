package omega.runtime.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import omega.catalogue.Catalogue;
import omega.catalogue.CodeList;
import omega.channel.Environment;
import omega.channel.Partner;
import omega.channel.RemoteFolder;
import omega.channel.connect.Checkup;
import omega.channel.connect.Connection;
import omega.channel.credential.Finding;
import omega.clock.OmegaClock;
import omega.runtime.alert.Alert;
import omega.runtime.alert.Alert.Genre;
import omega.runtime.alert.Alert.Gravite;
import omega.runtime.partner.Partners;
import omega.runtime.partner.WebCredentials;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/**
 * What the partners' credentials give cause for (§1.4), looked at anew every minute of real time. A finding that nobody needs to act on is left to {@code doctor}. Thread-safe.
 */
@ApplicationScoped
public class Credentials {
    private static final Logger LOG = Logger.getLogger(Credentials.class);

    /** Name of the pack's list of authorities (§1.4.1). */
    public static final String AUTHORITIES = "autorite";

    private static final Duration AGAIN = Duration.ofMinutes(1);

    private record Looked(Instant at, List<Finding> findings) {}

    private final Map<String, Looked> looked = new ConcurrentHashMap<>();
    private final Map<String, Instant> asked = new ConcurrentHashMap<>();
    private final Map<String, List<X509Certificate>> chains = new ConcurrentHashMap<>();
    private final List<Partner> partners;
    private final List<String> authorities;
    private final OmegaClock clock;
    private final ShownCertificates shown;
    private final String service;

    @Inject
    Credentials(
            Partners partners,
            Catalogue catalogue,
            OmegaClock clock,
            DataSource dataSource,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this(partners.all(), catalogue, clock, dataSource, service);
    }

    /** For whoever has no container: {@code doctor}, tests. */
    public Credentials(
            List<Partner> partners, Catalogue catalogue, OmegaClock clock, DataSource dataSource, String service) {
        this.partners = List.copyOf(partners);
        this.authorities = authorities(catalogue);
        this.clock = clock;
        this.shown = new ShownCertificates(dataSource);
        this.service = service;
    }

    /** The pack's list, as {@link Checkup} takes it. */
    public static List<String> authorities(Catalogue catalogue) {
        return Optional.ofNullable(catalogue.codes().get(AUTHORITIES)).stream()
                .flatMap(list -> list.codes().stream())
                .map(CodeList.Code::code)
                .toList();
    }

    /** The partner with the certificate or key that is in force at this instant: asked right before each connection. */
    public Partner inForce(Partner partner) {
        return Connection.inForce(partner, clock.realInstant());
    }

    /** Notes what a session showed of the server's certificates; nothing when it showed none. What cannot be noted is only logged: the session goes on. */
    public void saw(Partner partner, RemoteFolder folder) {
        try {
            shown.note(partner, folder.serverChain(), clock.realInstant());
        } catch (RuntimeException e) {
            LOG.warnf(e, "%s: the server's certificate could not be noted", partner.code());
        }
    }

    /** Everything, questions included, looked at now; also what the server showed last, where the database tells. */
    public List<Finding> now(Partner partner) {
        asked.put(partner.code(), clock.realInstant());
        try {
            chains.put(partner.code(), shown.of(partner));
        } catch (JdbiException e) {
            LOG.debugf(e, "%s: what the server showed is not known now", partner.code());
        }
        return look(partner);
    }

    private List<Finding> look(Partner partner) {
        Instant now = clock.realInstant();
        List<Finding> findings =
                new Checkup(authorities, now).of(partner, chains.getOrDefault(partner.code(), List.of()));
        looked.put(partner.code(), new Looked(now, findings));
        return findings;
    }

    /** Findings on what web services are called with, looked at now. */
    public List<Finding> webServices(Partner partner, WebCredentials web) {
        return webServices(
                new Checkup(authorities, clock.realInstant()), partner.describe(), partner.environment(), web);
    }

    /** The same, by {@code checkup}. */
    public static List<Finding> webServices(Checkup checkup, String who, Environment environment, WebCredentials web) {
        List<Finding> findings = new ArrayList<>();
        web.pair().ifPresent(pair -> findings.addAll(checkup.webServices(who, environment, pair, web.ftps())));
        web.authorities().ifPresent(file -> findings.addAll(checkup.trusted(who, file)));
        return findings;
    }

    /** What somebody must act on, at most a minute old, from files and memory alone: a health page must not wait for a database. */
    private List<Finding> toAct(Partner partner) {
        Looked last = looked.get(partner.code());
        List<Finding> findings = last != null && isRecent(last.at()) ? last.findings() : look(partner);
        return findings.stream().filter(Finding::isToAct).toList();
    }

    private boolean isRecent(Instant at) {
        return clock.realInstant().isBefore(at.plus(AGAIN));
    }

    /**
     * What somebody must act on as alerts, at most a minute old, each with a key of its own for this service; a finding that becomes urgent is another one. Asks the
     * database.
     */
    public List<Alert> alerts(Partner partner) {
        if (!isRecent(asked.getOrDefault(partner.code(), Instant.MIN))) {
            now(partner);
        }
        return toAct(partner).stream()
                .map(finding -> alert(service, partner.code(), finding))
                .distinct()
                .toList();
    }

    /** A finding as {@code service} tells it: one that becomes urgent is another alert. */
    public static Alert alert(String service, String partner, Finding finding) {
        return new Alert(
                service + "/" + partner + "/certificat/" + finding.contrainte() + "/" + finding.gravity() + "/"
                        + finding.about(),
                Genre.CERTIFICAT,
                partner,
                null,
                switch (finding.gravity()) {
                    case QUESTION -> Gravite.INFO;
                    case ATTENTION -> Gravite.ATTENTION;
                    case URGENT -> Gravite.URGENT;
                },
                finding.about() + ": " + finding.what() + "; " + finding.todo() + " (§"
                        + finding.contrainte().section() + ")");
    }

    /** All that somebody must act on, one line a finding, for a health page; empty when all is well. */
    public String told() {
        return partners.stream()
                .flatMap(partner -> toAct(partner).stream().map(finding -> partner.code() + " " + finding))
                .collect(Collectors.joining("\n"));
    }
}
