package omega.runtime.partner;

import java.nio.file.Path;
import java.util.Optional;
import omega.channel.Secret;
import omega.channel.connect.Checkup;
import omega.channel.credential.CredentialFiles;

/**
 * What a partner's web services are called with (§4.2.2): files of their own, or else those of the file channel (§1.4.1), each by itself.
 *
 * @param certificates the certificate and its chain, PEM
 * @param key its private key; the file channel's only where that is a certificate's
 * @param authorities by whose word servers are believed; empty for the JVM's
 * @param ftps the file channel's own certificate; empty where files go another way
 */
public record WebCredentials(
        Optional<Path> certificates,
        Optional<Path> key,
        Optional<Secret> passphrase,
        Optional<Path> authorities,
        Optional<Checkup.Pair> ftps) {

    /** As a partner's settings tell it. */
    public static WebCredentials of(PartnerConfig.One one) {
        PartnerConfig.One.Ws ws = one.ws();
        boolean overFtps = one.canal().equals("ftps");
        Optional<Secret> own = one.passphrase().map(Secret::of);
        return new WebCredentials(
                ws.certificateFile().or(one::certificateFile),
                ws.keyFile().or(() -> overFtps ? one.keyFile() : Optional.empty()),
                ws.keyFile().isPresent() ? ws.passphrase().map(Secret::of) : own,
                ws.authoritiesFile().or(one::authoritiesFile),
                overFtps ? pair(one.certificateFile(), one.keyFile(), own) : Optional.empty());
    }

    private static Optional<Checkup.Pair> pair(
            Optional<Path> certificates, Optional<Path> key, Optional<Secret> passphrase) {
        return certificates.flatMap(
                chain -> key.map(each -> new Checkup.Pair(new CredentialFiles(chain, each), passphrase.orElse(null))));
    }

    /** Certificate and key, where both are told. */
    public Optional<Checkup.Pair> pair() {
        return pair(certificates, key, passphrase);
    }

    /** Whether the partner calls any web service. */
    public static boolean areUsed(PartnerConfig.One one) {
        return one.ws().adresse().isPresent() || one.rest().adresse().isPresent();
    }
}
