package omega.runtime.partner;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            if (one.canal().equals("sftp")) {
                all.add(new Partner(
                        code,
                        environment,
                        sftp(code, one, catalogue.transports(), environment),
                        directories(one, catalogue),
                        flux));
            } else if (!one.canal().equals("local")) {
                throw new IllegalArgumentException(key(code, "canal") + " must be sftp or local, is " + one.canal());
            } else if (one.dossier().isEmpty()) {
                throw new IllegalArgumentException(key(code, "dossier") + " is missing: the directory to follow");
            } else {
                all.add(local(code, environment, one.dossier().get(), flux));
            }
            one.dossier().ifPresent(directory -> followed.add(local(code, environment, directory, flux)));
        });
    }

    private static Partner local(String code, Environment environment, Path directory, Set<String> flux) {
        return new Partner(
                code, environment, new Partner.Local(directory), new Partner.Directories("/", "/", "/", "/"), flux);
    }

    private static Partner.Sftp sftp(
            String code, PartnerConfig.One one, Transports transports, Environment environment) {
        Optional<String> known =
                Optional.ofNullable(transports.sftp().get(environment.name().toLowerCase(Locale.ROOT)));
        String host = one.host()
                .or(() -> known.map(each -> each.substring(0, each.indexOf(':'))))
                .orElseThrow(() -> missing(code, "host", "the server's name"));
        int port = one.port()
                .or(() -> known.map(each -> Integer.valueOf(each.substring(each.indexOf(':') + 1))))
                .orElse(22);
        return new Partner.Sftp(
                host,
                port,
                one.user().orElseThrow(() -> missing(code, "user", "the login that GRDF gave")),
                one.keyFile().orElseThrow(() -> missing(code, "key-file", "the private key, RSA 4096")),
                one.passphrase().map(text -> Secret.of(text)).orElse(null),
                one.knownHosts()
                        .orElseThrow(() -> missing(code, "known-hosts", "a known_hosts file with the server's key")));
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
                .filter(each -> each.access() instanceof Partner.Sftp)
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
