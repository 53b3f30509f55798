package omega.ws.partner;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import omega.channel.Secret;

/**
 * A supplier's code and how its calls reach OMEGA.
 *
 * @param soap scheme, host and port of the SOAP services (§4.2.2)
 * @param rest of the REST services (§4.2.3)
 */
public record Partenaire(
        String code,
        Optional<URI> soap,
        Optional<URI> rest,
        Optional<Jeton> jeton,
        Optional<Pieces> pieces,
        Optional<Path> authorities) {

    /** The files of its certificate, PEM (§1.4.1). */
    public record Pieces(Path certificates, Path key, Optional<Secret> passphrase) {}

    /** Client credentials (§4.2.3). */
    public record Jeton(URI adresse, String client, Secret secret, Optional<String> scope) {}

    @Override
    public String toString() {
        return code;
    }
}
