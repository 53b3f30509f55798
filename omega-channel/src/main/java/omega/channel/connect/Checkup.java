package omega.channel.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import omega.channel.ChannelException;
import omega.channel.Environment;
import omega.channel.Partner;
import omega.channel.Secret;
import omega.channel.credential.CertificateRules;
import omega.channel.credential.Contrainte;
import omega.channel.credential.CredentialFiles;
import omega.channel.credential.Droits;
import omega.channel.credential.Finding;
import omega.channel.credential.Finding.Gravity;
import omega.channel.credential.Pem;
import omega.channel.credential.Presented;
import omega.channel.credential.ServerRules;
import omega.channel.sftp.SshCheckup;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a partner's credentials give cause for, from its files alone: no connection is made.
 *
 * @param authorities the pack's {@code codes/autorite.csv}; the sandbox, which has an authority of its own, asks for none
 * @param now real time
 */
public record Checkup(List<String> authorities, Instant now) {

    /** A certificate and its key as they lie on the disk, and what opens the key. */
    public record Pair(CredentialFiles files, @Nullable Secret passphrase) {}

    /**
     * Findings on one partner.
     *
     * @param shown the server's chain as the last session showed it; empty when none did
     */
    public List<Finding> of(Partner partner, List<X509Certificate> shown) {
        return switch (partner.access()) {
            case Partner.Sftp sftp -> SshCheckup.of(partner.describe(), sftp);
            case Partner.Ftps ftps -> {
                List<Finding> findings = new ArrayList<>(server(partner, ftps, shown));
                findings.addAll(certificate(
                        partner.describe(),
                        partner.environment(),
                        new CredentialFiles(ftps.certificate(), ftps.key()),
                        ftps.passphrase()));
                yield findings;
            }
            case Partner.Local _ -> List.of();
        };
    }

    private List<Finding> server(Partner partner, Partner.Ftps ftps, List<X509Certificate> shown) {
        List<Finding> findings = new ArrayList<>(new ServerRules(now).shown(ftps.host(), shown));
        Path authoritiesFile = ftps.authorities();
        if (authoritiesFile != null) {
            findings.addAll(trusted(partner.describe(), authoritiesFile));
        }
        return findings;
    }

    /** Findings on a file of those by whose word servers are believed: authorities, or servers' very certificates. */
    public List<Finding> trusted(String who, Path file) {
        List<Finding> findings = new ArrayList<>(Droits.trusted(file));
        try {
            findings.addAll(new ServerRules(now).trusted(file.toString(), Pem.certificates(who, file)));
        } catch (ChannelException e) {
            findings.add(unreadable(Contrainte.FICHIER, file, e));
        }
        return findings;
    }

    /** Findings on a certificate and key, and on what is staged beside them; also for web services, which use the same (§1.4.1). */
    public List<Finding> certificate(
            String who, Environment environment, CredentialFiles files, @Nullable Secret passphrase) {
        List<Finding> findings = new ArrayList<>();
        CertificateRules rules =
                new CertificateRules(environment == Environment.SANDBOX ? List.of() : authorities, roots(), now);
        Optional<Presented> current = read(who, files.at(now), passphrase, findings);
        current.ifPresent(presented -> findings.addAll(rules.of(presented)));
        try {
            Optional<CredentialFiles.Next> next =
                    files.next().filter(each -> each.from().isAfter(now));
            if (next.isPresent() && current.isPresent()) {
                read(who, next.get().files(), passphrase, findings)
                        .ifPresent(staged -> succession(
                                rules, current.get(), staged, next.get().from(), findings));
            }
        } catch (IOException e) {
            findings.add(unreadable(Contrainte.BASCULE, files.key(), e));
        }
        return findings;
    }

    /**
     * Findings on the certificate that web services use; where files go over FTPS, it must be the same one (§1.4.1).
     *
     * @param ftps that of the file channel; empty where files go another way
     */
    public List<Finding> webServices(String who, Environment environment, Pair web, Optional<Pair> ftps) {
        List<Finding> findings = new ArrayList<>(certificate(who, environment, web.files(), web.passphrase()));
        Optional<Presented> ours = ftps.flatMap(_ -> shown(who, web));
        Optional<Presented> theirs = ftps.flatMap(each -> shown(who, each));
        if (ours.isPresent()
                && theirs.isPresent()
                && !ours.get().own().equals(theirs.get().own())) {
            findings.add(new Finding(
                    Contrainte.UN_SEUL,
                    Gravity.ATTENTION,
                    ours.get().name(),
                    "web services show another certificate than FTPS, whose file is "
                            + theirs.get().name(),
                    "use one for both: leave out ws.certificate-file and ws.key-file"));
        }
        return findings;
    }

    /** What is in force of it; what is wrong with it is told elsewhere. */
    private Optional<Presented> shown(String who, Pair pair) {
        return read(who, pair.files().at(now), pair.passphrase(), new ArrayList<>());
    }

    /** A sound successor that takes over in time answers the expiry; only whether GRDF knows remains to be asked. */
    private static void succession(
            CertificateRules rules, Presented current, Presented next, Instant from, List<Finding> findings) {
        List<Finding> own = rules.succession(current, next, from);
        if (own.stream().noneMatch(Finding::isToAct)) {
            findings.removeIf(each -> each.contrainte() == Contrainte.EXPIRATION
                    && current.own().getNotAfter().toInstant().isAfter(rules.now()));
            findings.add(new Finding(
                    Contrainte.BASCULE,
                    Gravity.QUESTION,
                    next.name(),
                    "takes over at " + from.atZone(omega.clock.OmegaClock.PARIS).toOffsetDateTime(),
                    "make sure that GRDF has it and knows the instant"));
        }
        findings.addAll(own);
    }

    private static Optional<Presented> read(
            String who, CredentialFiles files, @Nullable Secret passphrase, List<Finding> findings) {
        Path certificate = java.util.Objects.requireNonNull(files.certificate());
        findings.addAll(Droits.secret(files.key()));
        PrivateKey key = null;
        try {
            key = Pem.privateKey(who, files.key(), passphrase);
        } catch (ChannelException e) {
            findings.add(unreadable(Contrainte.FICHIER, files.key(), e));
        }
        try {
            return Optional.of(new Presented(certificate.toString(), Pem.certificates(who, certificate), key));
        } catch (ChannelException e) {
            findings.add(unreadable(
                    java.nio.file.Files.isReadable(certificate) ? Contrainte.PEM : Contrainte.FICHIER, certificate, e));
            return Optional.empty();
        }
    }

    private static Finding unreadable(Contrainte contrainte, Path file, IOException e) {
        return new Finding(
                contrainte,
                Gravity.URGENT,
                file.toString(),
                String.valueOf(e.getMessage()),
                contrainte == Contrainte.PEM
                        ? "write it as PEM: openssl x509 -inform der -in FILE, or openssl pkcs12 -nokeys -in FILE"
                        : "see docs/credentials.md for the files and their names");
    }

    /** The JVM's authorities, which a chain need not repeat. */
    private static List<X509Certificate> roots() {
        return Roots.ALL;
    }

    /** Read when first asked for. */
    private static final class Roots {
        private static final List<X509Certificate> ALL = read();

        private static List<X509Certificate> read() {
            try {
                TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
                factory.init((KeyStore) null);
                return Arrays.stream(factory.getTrustManagers())
                        .flatMap(each -> each instanceof X509TrustManager trust
                                ? Arrays.stream(trust.getAcceptedIssuers())
                                : Stream.empty())
                        .toList();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
