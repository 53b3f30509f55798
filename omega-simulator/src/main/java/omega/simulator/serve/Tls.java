package omega.simulator.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;

/**
 * What a web door shows, and whom it believes; all PEM.
 *
 * @param certificate OMEGA's certificate and its chain
 * @param key its key, PKCS#8
 * @param authorities of the callers' certificates; none where callers need none
 */
public record Tls(Path certificate, Path key, Optional<Path> authorities) {

    SSLContext context() {
        try {
            return Certified.context(
                    certificate, key, authorities.isPresent() ? Certified.certificates(authorities.get()) : List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set up TLS with " + certificate, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot set up TLS with " + certificate + " and " + key, e);
        }
    }

    /** Who the first certificate of a file says that he is: the same when it is renewed (§1.4.1). */
    public static X500Principal subject(Path certificate) {
        try {
            return Certified.certificates(certificate).getFirst().getSubjectX500Principal();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the certificate " + certificate, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no certificate in PEM: " + certificate, e);
        }
    }
}
