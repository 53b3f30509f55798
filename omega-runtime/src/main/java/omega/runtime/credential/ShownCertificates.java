package omega.runtime.credential;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import omega.channel.Partner;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The certificates that each partner's server showed last, in {@code channel.serveur}: every service sees what one session saw. */
final class ShownCertificates {
    private final Jdbi jdbi;

    ShownCertificates(DataSource dataSource) {
        this.jdbi = Jdbi.create(dataSource);
    }

    void note(Partner partner, List<X509Certificate> chain, Instant now) {
        if (chain.isEmpty() || !(partner.access() instanceof Partner.Ftps ftps)) {
            return;
        }
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO channel.serveur (partner, hote, chaine, vu) VALUES (:partner, :host, :chain, :now)
                        ON CONFLICT (partner) DO UPDATE SET hote = excluded.hote, chaine = excluded.chaine, vu = excluded.vu""")
                .bind("partner", partner.code())
                .bind("host", ftps.host())
                .bind("chain", chain.stream().map(ShownCertificates::pem).collect(Collectors.joining()))
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute());
    }

    /** Of the host that the partner is reached at now; empty when no session has shown any, or the database does not tell. */
    List<X509Certificate> of(Partner partner) {
        if (!(partner.access() instanceof Partner.Ftps ftps)) {
            return List.of();
        }
        try {
            return jdbi.withHandle(handle -> handle.createQuery(
                            "SELECT chaine FROM channel.serveur WHERE partner = :partner AND hote = :host")
                    .bind("partner", partner.code())
                    .bind("host", ftps.host())
                    .mapTo(String.class)
                    .findOne()
                    .map(ShownCertificates::parse)
                    .orElse(List.of()));
        } catch (JdbiException e) {
            return List.of();
        }
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<X509Certificate> parse(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            return List.of();
        }
    }
}
