package omega.runtime.partner;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.catalogue.Transports;
import omega.channel.Environment;
import omega.channel.Partner;
import omega.channel.Secret;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The partners and the directories in which their files may come. */
@ApplicationScoped
public class Partners {
    private final List<Partner> all = new ArrayList<>();
    private final List<Partner> followed = new ArrayList<>();

    public Partners(
            PartnerConfig config, Catalogue catalogue, @ConfigProperty(name = "omega.environnement") String named) {
        Environment environment = Environment.valueOf(named.toUpperCase(Locale.ROOT));
        config.all().forEach((code, one) -> {
            Set<String> flux = one.flux()
                    .orElseGet(() ->
                            catalogue.publications().stream().map(Flux::code).collect(Collectors.toSet()));
            all.add(
                    switch (one.canal()) {
                        case "sftp" ->
                            new Partner(
                                    code,
                                    environment,
                                    sftp(code, one, catalogue.transports(), environment),
                                    directories(one, catalogue),
                                    flux);
                        case "ftps" ->
                            new Partner(
                                    code,
                                    environment,
                                    ftps(code, one, catalogue.transports(), environment),
                                    directories(one, catalogue),
                                    flux);
                        case "local" ->
                            local(
                                    code,
                                    environment,
                                    one.dossier()
                                            .orElseThrow(() -> missing(code, "dossier", "the directory to follow")),
                                    flux);
                        default ->
                            throw new IllegalArgumentException(
                                    key(code, "canal") + " must be sftp, ftps or local, is " + one.canal());
                    });
            one.dossier().ifPresent(directory -> followed.add(local(code, environment, directory, flux)));
        });
    }

    private static Partner local(String code, Environment environment, Path directory, Set<String> flux) {
        return new Partner(
                code, environment, new Partner.Local(directory), new Partner.Directories("/", "/", "/", "/"), flux);
    }

    private static Partner.Sftp sftp(
            String code, PartnerConfig.One one, Transports transports, Environment environment) {
        Server server = server(code, one, transports.sftp(), environment, 22);
        return new Partner.Sftp(
                server.host(),
                server.port(),
                one.user().orElseThrow(() -> missing(code, "user", "the login that GRDF gave")),
                one.keyFile().orElseThrow(() -> missing(code, "key-file", "the private key, RSA 4096")),
                one.passphrase().map(text -> Secret.of(text)).orElse(null),
                one.knownHosts()
                        .orElseThrow(() -> missing(code, "known-hosts", "a known_hosts file with the server's key")));
    }

    private static Partner.Ftps ftps(
            String code, PartnerConfig.One one, Transports transports, Environment environment) {
        boolean implicit =
                switch (one.mode().orElse(transports.ftpsMode().name()).toLowerCase(Locale.ROOT)) {
                    case "explicit" -> false;
                    case "implicit" -> true;
                    default ->
                        throw new IllegalArgumentException(
                                key(code, "mode") + " must be explicit or implicit, is " + one.mode());
                };
        Server server = server(code, one, transports.ftps(), environment, 990);
        return new Partner.Ftps(
                server.host(),
                server.port(),
                implicit,
                one.user().orElseThrow(() -> missing(code, "user", "the login that GRDF gave")),
                one.password().map(text -> Secret.of(text)).orElse(null),
                one.certificateFile()
                        .orElseThrow(
                                () -> missing(code, "certificate-file", "the X.509 certificate and its chain, PEM")),
                one.keyFile().orElseThrow(() -> missing(code, "key-file", "the certificate's private key, PEM")),
                one.passphrase().map(text -> Secret.of(text)).orElse(null),
                one.authoritiesFile().orElse(null),
                transports.passivePorts().isEmpty() ? Partner.Ftps.PASSIVE_PORTS : transports.passivePorts());
    }

    private record Server(String host, int port) {}

    /** The partner's own setting, else the pack's for the environment. */
    private static Server server(
            String code, PartnerConfig.One one, Map<String, String> hosts, Environment environment, int port) {
        Optional<String> known =
                Optional.ofNullable(hosts.get(environment.name().toLowerCase(Locale.ROOT)));
        return new Server(
                one.host()
                        .or(() -> known.map(each -> each.substring(0, each.indexOf(':'))))
                        .orElseThrow(() -> missing(code, "host", "the server's name")),
                one.port()
                        .or(() -> known.map(each -> Integer.valueOf(each.substring(each.indexOf(':') + 1))))
                        .orElse(port));
    }

    private static IllegalArgumentException missing(String code, String key, String what) {
        return new IllegalArgumentException(key(code, key) + " is missing: " + what);
    }

    private static String key(String code, String key) {
        return "omega.partenaires." + code + "." + key;
    }

    private static Partner.Directories directories(PartnerConfig.One one, Catalogue catalogue) {
        Transports.Directories pack = catalogue.transports().directories();
        PartnerConfig.One.Directories own = one.repertoires();
        return new Partner.Directories(
                own.publications().orElse(pack.publications()),
                own.fichierListe().orElse(pack.fichierListe()),
                own.demandes().orElse(pack.demandes()),
                own.compteRendus().orElse(pack.compteRendus()));
    }

    /** Each partner once. */
    public List<Partner> all() {
        return List.copyOf(all);
    }

    /** Partners whose OMEGA is reached by a session, under the connection rule. */
    public List<Partner> remote() {
        return all.stream()
                .filter(each -> !(each.access() instanceof Partner.Local))
                .toList();
    }

    /** Directories of this machine that are followed. */
    public List<Partner> followed() {
        return List.copyOf(followed);
    }

    /** The partner of that code; where there is only one, no code is needed. */
    public Optional<Partner> find(Optional<String> code) {
        if (code.isEmpty()) {
            return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
        }
        return all.stream().filter(each -> each.code().equals(code.get())).findFirst();
    }
}
