package omega.channel.credential;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate file as it stands, with what the key file holds.
 *
 * @param name the certificate file's
 * @param file all certificates in the file's order, at least one
 * @param key null where it cannot be read, which is told elsewhere
 */
public record Presented(
        String name, List<X509Certificate> file, @Nullable PrivateKey key) {

    public Presented {
        file = List.copyOf(file);
    }

    /** The certificate of the key; the file's first where none is. */
    public X509Certificate own() {
        PrivateKey secret = key;
        return file.stream()
                .filter(each -> secret != null && Pem.match(each, secret))
                .findFirst()
                .orElse(file.getFirst());
    }

    /** From the own certificate as far up as the file goes, whatever its order. */
    public List<X509Certificate> chain() {
        return chain(own(), file);
    }

    static List<X509Certificate> chain(X509Certificate own, List<X509Certificate> all) {
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        X509Certificate last = own;
        while (!selfIssued(last)) {
            X509Certificate issued = last;
            X509Certificate issuer = all.stream()
                    .filter(each -> !chain.contains(each)
                            && each.getSubjectX500Principal().equals(issued.getIssuerX500Principal()))
                    .findFirst()
                    .orElse(null);
            if (issuer == null) {
                break;
            }
            chain.add(issuer);
            last = issuer;
        }
        return chain;
    }

    static boolean selfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
