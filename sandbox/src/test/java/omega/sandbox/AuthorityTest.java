package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is issued is read by the JDK's own reader of certificates. */
class AuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @TempDir
    Path dir;

    @Test
    void issuesWhatTheJdkBelieves() throws Exception {
        Authority authority = new Authority("CN=Autorité d'essai,O=Bac à sable,C=FR", NOW);
        authority.write(dir.resolve("ca.crt"));
        authority.issue(dir, "serveur", "CN=omega", NOW, "localhost", "127.0.0.1");
        X509Certificate ca = read("ca.crt");
        X509Certificate served = read("serveur.crt");
        served.verify(ca.getPublicKey());
        served.checkValidity(Date.from(NOW));
        assertEquals(Integer.MAX_VALUE, ca.getBasicConstraints());
        assertEquals(-1, served.getBasicConstraints());
        assertEquals(new X500Principal("CN=omega"), served.getSubjectX500Principal());
        assertEquals(ca.getSubjectX500Principal(), served.getIssuerX500Principal());
        assertEquals(List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"), served.getExtendedKeyUsage());
        assertEquals(
                List.of(List.of(2, "localhost"), List.of(7, "127.0.0.1")),
                List.copyOf(served.getSubjectAlternativeNames()));
        assertEquals("rw-------", PosixFilePermissions.toString(
                Files.getPosixFilePermissions(dir.resolve("serveur.key"))));
    }

    @Test
    void anotherOnesIsNotBelieved() throws Exception {
        new Authority("CN=une", NOW).write(dir.resolve("ca.crt"));
        new Authority("CN=autre", NOW).issue(dir, "serveur", "CN=omega", NOW);
        assertThrows(
                SignatureException.class,
                () -> read("serveur.crt").verify(read("ca.crt").getPublicKey()));
        assertDoesNotThrow(() -> read("ca.crt").verify(read("ca.crt").getPublicKey()));
    }

    private X509Certificate read(String name) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(dir.resolve(name))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
