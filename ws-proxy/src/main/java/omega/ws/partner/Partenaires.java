package omega.ws.partner;

import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omega.channel.Secret;
import omega.runtime.partner.PartnerConfig;
import omega.runtime.partner.WebCredentials;

/** The partners with an address of web services; the others call none. */
@Singleton
public class Partenaires {
    private final List<Partenaire> all = new ArrayList<>();

    public Partenaires(PartnerConfig config) {
        config.all().forEach((code, one) -> {
            if (WebCredentials.areUsed(one)) {
                all.add(partenaire(code, one));
            }
        });
    }

    private static Partenaire partenaire(String code, PartnerConfig.One one) {
        PartnerConfig.One.Ws ws = one.ws();
        WebCredentials web = WebCredentials.of(one);
        Optional<Path> certificates = web.certificates();
        Optional<Path> key = web.key();
        if (ws.adresse().isPresent() && (certificates.isEmpty() || key.isEmpty())) {
            throw missing(
                    code,
                    certificates.isEmpty() ? "ws.certificate-file" : "ws.key-file",
                    "OMEGA asks for the partner's X.509 certificate and its key, PEM (guide 4.2.2)");
        }
        return new Partenaire(
                code,
                ws.adresse().map(text -> address(code, "ws.adresse", text)),
                one.rest().adresse().map(text -> address(code, "rest.adresse", text)),
                one.jeton().adresse().map(text -> jeton(code, text, one.jeton())),
                certificates.flatMap(chain -> key.map(each -> new Partenaire.Pieces(chain, each, web.passphrase()))),
                web.authorities());
    }

    private static Partenaire.Jeton jeton(String code, String address, PartnerConfig.One.Jeton jeton) {
        return new Partenaire.Jeton(
                address(code, "jeton.adresse", address),
                jeton.client().orElseThrow(() -> missing(code, "jeton.client", "the client's id that GRDF gave")),
                Secret.of(jeton.secret().orElseThrow(() -> missing(code, "jeton.secret", "the client's secret"))),
                jeton.scope());
    }

    private static URI address(String code, String key, String text) {
        URI uri = URI.create(text.strip().replaceFirst("/+$", ""));
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "omega.partenaires." + code + "." + key + " must be https://host:port, is " + text);
        }
        return uri;
    }

    private static IllegalArgumentException missing(String code, String key, String what) {
        return new IllegalArgumentException("omega.partenaires." + code + "." + key + " is missing: " + what);
    }

    /** The partner of that code; where there is only one, no code is needed. */
    public Optional<Partenaire> find(Optional<String> code) {
        if (code.isEmpty()) {
            return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
        }
        return all.stream().filter(each -> each.code().equals(code.get())).findFirst();
    }

    public List<Partenaire> all() {
        return List.copyOf(all);
    }
}
