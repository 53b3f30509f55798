package omega.runtime.doctor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import omega.calendar.Canal;
import omega.calendar.OmegaCalendar;
import omega.catalogue.Catalogue;
import omega.catalogue.Pack;
import omega.catalogue.PackException;
import omega.channel.Partner;
import omega.channel.credential.Finding;
import omega.channel.slot.Rule;
import omega.channel.slot.Slots;
import omega.clock.OmegaClock;
import omega.runtime.audit.Audit;
import omega.runtime.credential.Credentials;
import omega.runtime.doctor.Diagnosis.Domaine;
import omega.runtime.doctor.Diagnosis.Etat;
import omega.runtime.kafka.Clients;
import omega.runtime.kafka.Topology;
import omega.runtime.partner.Partners;
import omega.runtime.partner.WebCredentials;
import omega.runtime.settings.Settings;

/** One look at everything, in the order in which one thing needs another. */
final class Examination {
    private final Doctor.Call call;
    private final List<Diagnosis> found = new ArrayList<>();

    Examination(Doctor.Call call) {
        this.call = call;
    }

    List<Diagnosis> run() throws InterruptedException {
        try {
            Settings settings = Settings.read(call.files());
            OmegaClock clock = settings.clock();
            Optional<Catalogue> catalogue = pack(settings, clock);
            if (catalogue.isPresent()) {
                run(settings, catalogue.get(), clock);
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            found.add(wrong(e));
        }
        return found;
    }

    private static Diagnosis wrong(Exception e) {
        return Diagnosis.urgent(
                Domaine.CONFIGURATION,
                "settings",
                String.valueOf(e.getMessage()),
                "mend it as docs/configuration.md says");
    }

    /** A part of the examination. */
    @FunctionalInterface
    private interface Check {
        void run() throws InterruptedException;
    }

    /** One that fails is a finding, and does not keep the others from being made. */
    private void look(Domaine domaine, String objet, Check check) throws InterruptedException {
        try {
            check.run();
        } catch (RuntimeException e) {
            found.add(Diagnosis.urgent(
                    domaine,
                    objet,
                    "cannot be examined: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " ("
                            + e.getClass().getSimpleName() + ")",
                    "mend that, and examine again"));
        }
    }

    private void run(Settings settings, Catalogue catalogue, OmegaClock clock) throws InterruptedException {
        String environment = settings.environment();
        List<Partner> partners = partners(settings, catalogue, environment);
        look(Domaine.HORAIRES, "FTP", () -> hours(catalogue.calendar(), clock));
        look(
                Domaine.DNS,
                "hosts",
                () -> partners.stream()
                        .flatMap(partner -> hosts(partner, settings))
                        .distinct()
                        .map(ReachCheck::resolve)
                        .forEach(found::add));
        look(Domaine.KAFKA, "kafka", () -> kafka(settings, catalogue, environment));
        Optional<DataSource> dataSource = settings.dataSource();
        if (dataSource.isEmpty()) {
            found.add(Diagnosis.urgent(
                    Domaine.BASE,
                    "quarkus.datasource.jdbc.url",
                    "is not set",
                    "name the database that the services use"));
            return;
        }
        DataSource source = dataSource.get();
        String place =
                settings.text("quarkus.datasource.jdbc.url").orElseThrow().replaceAll("\\?.*", "");
        look(Domaine.BASE, place, () -> found.addAll(new DatabaseCheck(source, place, environment, clock).run()));
        Credentials credentials = new Credentials(partners, catalogue, clock, source, ReachCheck.SERVICE);
        boolean slots = List.of("schema channel", "schema audit").stream()
                .allMatch(schema ->
                        found.stream().anyMatch(each -> each.objet().equals(schema) && each.etat() == Etat.BIEN));
        Slots rule = new Slots(
                source,
                clock,
                Rule.GUIDE.withCutOff(catalogue.calendar().cutOff()),
                new Audit(ReachCheck.SERVICE, clock).connections());
        ReachCheck reach = new ReachCheck(rule, credentials, catalogue.calendar(), clock, call.patience());
        for (Partner partner : partners) {
            look(Domaine.CONNEXION, partner.describe(), () -> reach(partner, slots, reach));
            look(Domaine.CERTIFICATS, partner.code(), () -> certificates(partner, credentials, settings));
        }
    }

    /** Of the file channel, of web services and of the tokens that they ask for. */
    private static Stream<String> hosts(Partner partner, Settings settings) {
        return Stream.concat(
                ReachCheck.host(partner).stream(),
                Stream.of("ws", "rest", "jeton")
                        .flatMap(each ->
                                settings.text("omega.partenaires." + partner.code() + "." + each + ".adresse").stream())
                        .map(address -> URI.create(address.strip()).getHost())
                        .filter(Objects::nonNull));
    }

    private Optional<Catalogue> pack(Settings settings, OmegaClock clock) {
        Optional<Path> directory = settings.text("omega.catalogue").map(Path::of);
        String name = directory.map(Path::toString).orElse("the built-in pack");
        try {
            Catalogue catalogue = Catalogue.load(directory);
            found.add(pack(catalogue.pack(), name, settings.environment(), clock.today()));
            return Optional.of(catalogue);
        } catch (PackException e) {
            e.faults()
                    .forEach(fault -> found.add(Diagnosis.urgent(
                            Domaine.PACK,
                            name,
                            fault.toString(),
                            "mend it, and run ./omega catalogue check DIR (docs/catalogue.md)")));
            return Optional.empty();
        }
    }

    private static Diagnosis pack(Pack pack, String name, String environment, LocalDate today) {
        LocalDate end = pack.validTo();
        String told = "pack " + pack.id() + ", OMEGA " + pack.omegaVersion() + ", " + pack.status();
        if (today.isBefore(pack.validFrom()) || (end != null && today.isAfter(end))) {
            return Diagnosis.attention(
                    Domaine.PACK,
                    name,
                    told + " is valid from " + pack.validFrom() + (end == null ? "" : " to " + end),
                    "use the pack of today's OMEGA (OMEGA_CATALOGUE)");
        }
        if (pack.status() == Pack.Status.PROVISIONAL && !environment.equals("sandbox")) {
            return Diagnosis.attention(
                    Domaine.PACK,
                    name,
                    told + ": its layouts are ours, not GRDF's",
                    "write the layouts that GRDF gave you into a pack of your own, and name it in OMEGA_CATALOGUE (docs/catalogue.md)");
        }
        return Diagnosis.well(Domaine.PACK, name, told);
    }

    private List<Partner> partners(Settings settings, Catalogue catalogue, String environment) {
        try {
            List<Partner> partners = new Partners(settings.partners(), catalogue, environment).all();
            if (partners.isEmpty()) {
                found.add(Diagnosis.urgent(
                        Domaine.CONFIGURATION,
                        call.files().isEmpty() ? "environment" : call.files().toString(),
                        "names no partner",
                        "set omega.partenaires.CODE.…, or name the file that does: --config FILE"));
            } else {
                partners.forEach(partner ->
                        found.add(Diagnosis.well(Domaine.CONFIGURATION, partner.code(), partner.describe())));
            }
            return partners;
        } catch (IllegalArgumentException e) {
            found.add(wrong(e));
            return List.of();
        }
    }

    private void hours(OmegaCalendar calendar, OmegaClock clock) {
        for (String access : List.of(OmegaCalendar.LECTURE_ECRITURE, OmegaCalendar.TELECHARGEMENT)) {
            boolean open = calendar.isOpen(Canal.FTP, access, clock.instant());
            found.add(
                    open
                            ? Diagnosis.well(
                                    Domaine.HORAIRES,
                                    "FTP " + access,
                                    "open at " + clock.paris().toOffsetDateTime())
                            : Diagnosis.note(
                                    Domaine.HORAIRES,
                                    "FTP " + access,
                                    "closed now; opens at "
                                            + calendar.nextOpening(Canal.FTP, access, clock.instant())
                                                    .map(ZonedDateTime::toOffsetDateTime)
                                                    .map(Object::toString)
                                                    .orElse("no time of the next ten days"),
                                    ""));
        }
    }

    private void kafka(Settings settings, Catalogue catalogue, String environment) throws InterruptedException {
        Optional<String> servers = settings.text("kafka.bootstrap.servers");
        if (servers.isEmpty()) {
            found.add(Diagnosis.urgent(
                    Domaine.KAFKA, "kafka.bootstrap.servers", "is not set", "name the brokers that the services use"));
            return;
        }
        Clients clients = new Clients(settings.kafka(), environment);
        boolean create = settings.flag("omega.topics.create", true);
        Topology topology = new Topology(
                clients,
                catalogue,
                create,
                settings.number("omega.topics.partitions", 6),
                settings.small("omega.topics.replication"));
        found.addAll(new KafkaCheck(clients, servers.get(), topology.topics(), create, environment.equals("production"))
                .run());
    }

    private void reach(Partner partner, boolean slots, ReachCheck check) throws InterruptedException {
        Optional<String> host = ReachCheck.host(partner);
        if (host.isEmpty()) {
            return;
        }
        boolean resolved = found.stream()
                .noneMatch(each ->
                        each.domaine() == Domaine.DNS && each.objet().equals(host.get()) && each.etat() == Etat.URGENT);
        if (!call.connect() || !slots || !resolved) {
            found.add(Diagnosis.note(
                    Domaine.CONNEXION,
                    partner.describe(),
                    "not tried: "
                            + (!call.connect()
                                    ? "--no-connect"
                                    : resolved ? "slots need the database, migrated" : "its name does not resolve"),
                    ""));
            return;
        }
        found.addAll(check.run(partner));
    }

    private void certificates(Partner partner, Credentials credentials, Settings settings) {
        Set<Finding> findings = new LinkedHashSet<>(credentials.now(partner)); // of files that serve both, once
        Optional.ofNullable(settings.partners().all().get(partner.code()))
                .filter(WebCredentials::areUsed)
                .map(WebCredentials::of)
                .ifPresent(web -> findings.addAll(credentials.webServices(partner, web)));
        findings.forEach(finding -> found.add(Diagnosis.of(finding)));
        if (findings.stream().noneMatch(Finding::isToAct)) {
            found.add(Diagnosis.well(Domaine.CERTIFICATS, partner.code(), "nothing to do"));
        }
    }
}
