package omega.channel.credential;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import omega.channel.credential.Finding.Gravity;

/**
 * What the guide asks of a supplier's certificate (§1.4). Pure: the same files at the same instant give the same findings.
 *
 * @param authorities organisations as they begin in an issuer's name; empty: any
 * @param roots whose certificates a chain may leave out
 * @param now real time: a certificate's validity knows no other
 */
public record CertificateRules(List<String> authorities, Collection<X509Certificate> roots, Instant now) {
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final int BITS = 2048;

    public CertificateRules {
        authorities = List.copyOf(authorities);
        roots = List.copyOf(roots);
    }

    /** Every finding on one certificate file, the question of its class included. */
    public List<Finding> of(Presented presented) {
        List<Finding> findings = new ArrayList<>(itself(presented));
        X509Certificate own = presented.own();
        Instant begin = own.getNotBefore().toInstant();
        if (now.isBefore(begin)) {
            findings.add(new Finding(
                    Contrainte.PAS_ENCORE_VALIDE,
                    Gravity.URGENT,
                    presented.name(),
                    "is not valid before " + paris(begin),
                    "use the one before it until then, and stage this one as .suivant"));
        }
        expiry(presented, findings);
        return findings;
    }

    /** What does not change with time. */
    private List<Finding> itself(Presented presented) {
        List<Finding> findings = new ArrayList<>();
        String name = presented.name();
        X509Certificate own = presented.own();
        if (presented.key() != null && !Pem.match(own, presented.key())) {
            findings.add(
                    new Finding(
                            Contrainte.CLE,
                            Gravity.URGENT,
                            name,
                            "holds no certificate of the private key",
                            "put certificate and key of the same request together: omega.partenaires.CODE.certificate-file and .key-file"));
        }
        if (own.getVersion() != 3) {
            findings.add(new Finding(
                    Contrainte.X509_V3,
                    Gravity.ATTENTION,
                    name,
                    "is an X.509 certificate of version " + own.getVersion(),
                    "ask the authority for version 3"));
        }
        if (!(own.getPublicKey() instanceof RSAPublicKey rsa)
                || rsa.getModulus().bitLength() != BITS) {
            findings.add(new Finding(
                    Contrainte.LONGUEUR_CLE,
                    Gravity.ATTENTION,
                    name,
                    "its key is " + key(own),
                    "create one of RSA 2048 and have it certified: openssl req -newkey rsa:2048 …"));
        }
        usage(own, name, findings);
        chain(presented, findings);
        authority(presented, findings);
        findings.add(new Finding(
                Contrainte.CLASSE,
                Gravity.QUESTION,
                name,
                "only the authority's policy says of which class it is: "
                        + own.getIssuerX500Principal().getName(),
                "make sure that it is class 2 or above"));
        return findings;
    }

    private static String key(X509Certificate certificate) {
        return certificate.getPublicKey() instanceof RSAPublicKey rsa
                ? "RSA of " + rsa.getModulus().bitLength() + " bits"
                : "of type " + certificate.getPublicKey().getAlgorithm();
    }

    private static void usage(X509Certificate own, String name, List<Finding> findings) {
        try {
            List<String> usages = own.getExtendedKeyUsage();
            if (usages != null && !usages.contains(CLIENT_AUTH)) {
                findings.add(new Finding(
                        Contrainte.CLIENT_AUTH,
                        Gravity.URGENT,
                        name,
                        "its extended key usage lacks clientAuth",
                        "ask the authority for a certificate with clientAuth"));
            }
        } catch (CertificateParsingException e) {
            findings.add(new Finding(
                    Contrainte.CLIENT_AUTH,
                    Gravity.URGENT,
                    name,
                    "its extended key usage cannot be read",
                    "ask the authority for another one"));
        }
    }

    private void chain(Presented presented, List<Finding> findings) {
        List<X509Certificate> chain = presented.chain();
        List<X509Certificate> file = presented.file();
        if (!file.equals(chain)) {
            findings.add(new Finding(
                    Contrainte.ORDRE,
                    Gravity.ATTENTION,
                    presented.name(),
                    new HashSet<>(file).equals(new HashSet<>(chain))
                            ? "its certificates are not in order"
                            : "holds certificates that are none of its chain",
                    "write the own certificate first, then each one's issuer, and nothing else: "
                            + chain.stream()
                                    .map(each -> each.getSubjectX500Principal().getName())
                                    .collect(Collectors.joining(" → "))));
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!signed(chain.get(i), chain.get(i + 1))) {
                findings.add(broken(
                        presented,
                        chain.get(i).getSubjectX500Principal().getName()
                                + " was not signed by the key of the issuer in the file"));
                return;
            }
        }
        X509Certificate last = chain.getLast();
        if (!Presented.selfIssued(last) && roots.stream().noneMatch(root -> issued(last, root))) {
            findings.add(broken(
                    presented,
                    "the chain ends before a root: "
                            + last.getIssuerX500Principal().getName() + " is missing"));
        }
    }

    private static Finding broken(Presented presented, String what) {
        return new Finding(
                Contrainte.CHAINE,
                Gravity.ATTENTION,
                presented.name(),
                what,
                "add the issuers that the authority publishes, own certificate first");
    }

    private static boolean issued(X509Certificate issued, X509Certificate issuer) {
        return issuer.getSubjectX500Principal().equals(issued.getIssuerX500Principal()) && signed(issued, issuer);
    }

    private static boolean signed(X509Certificate issued, X509Certificate issuer) {
        try {
            issued.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private void authority(Presented presented, List<Finding> findings) {
        if (authorities.isEmpty()
                || presented.chain().stream()
                        .map(X509Certificate::getIssuerX500Principal)
                        .flatMap(CertificateRules::organisations)
                        .anyMatch(this::isKnown)) {
            return;
        }
        findings.add(new Finding(
                Contrainte.AUTORITE,
                Gravity.ATTENTION,
                presented.name(),
                "was issued by " + presented.own().getIssuerX500Principal().getName()
                        + ", which is none of the guide's authorities",
                "ask GRDF whether it takes it; if so, add the organisation to codes/autorite.csv of your pack; else order one of "
                        + String.join(", ", authorities)));
    }

    /** O of a name, or CN where it has none, in lower case. */
    private static Stream<String> organisations(X500Principal name) {
        try {
            List<Rdn> parts = new LdapName(name.getName()).getRdns();
            List<String> organisations = values(parts, "O");
            return (organisations.isEmpty() ? values(parts, "CN") : organisations).stream();
        } catch (InvalidNameException e) {
            return Stream.empty();
        }
    }

    private static List<String> values(List<Rdn> parts, String type) {
        return parts.stream()
                .filter(part -> part.getType().equalsIgnoreCase(type))
                .map(part -> String.valueOf(part.getValue()).toLowerCase(Locale.ROOT))
                .toList();
    }

    /** By whole words: {@code DigiCert Inc} is DigiCert's, {@code Digicertificate} is not. */
    private boolean isKnown(String organisation) {
        return authorities.stream()
                .map(each -> each.toLowerCase(Locale.ROOT))
                .anyMatch(each -> organisation.startsWith(each)
                        && (organisation.length() == each.length()
                                || !Character.isLetterOrDigit(organisation.charAt(each.length()))));
    }

    private void expiry(Presented presented, List<Finding> findings) {
        X509Certificate own = presented.own();
        Renewal renewal = Renewal.of(own.getNotAfter().toInstant());
        ZonedDateTime paris = now.atZone(renewal.end().getZone());
        String steps = renewal.steps().stream().map(Renewal.Step::toString).collect(Collectors.joining("; "));
        if (paris.isAfter(renewal.end())) {
            findings.add(new Finding(
                    Contrainte.EXPIRATION,
                    Gravity.URGENT,
                    presented.name(),
                    "ended at " + paris(renewal.end().toInstant()) + "; OMEGA refuses it",
                    "send GRDF the next one at once; the list was: " + steps));
        } else if (!paris.isBefore(renewal.order())) {
            boolean late = !paris.isBefore(renewal.send());
            findings.add(new Finding(
                    Contrainte.EXPIRATION,
                    late ? Gravity.URGENT : Gravity.ATTENTION,
                    presented.name(),
                    "ends at " + paris(renewal.end().toInstant())
                            + (late
                                    ? "; GRDF should have had the next one by "
                                            + renewal.send().toLocalDate()
                                    : ""),
                    steps));
        }
        presented.chain().stream()
                .skip(1)
                .filter(issuer -> issuer.getNotAfter()
                        .toInstant()
                        .isBefore(own.getNotAfter().toInstant()))
                .map(issuer -> Renewal.of(issuer.getNotAfter().toInstant()))
                .filter(end -> !paris.isBefore(end.order()))
                .findFirst()
                .ifPresent(end -> findings.add(new Finding(
                        Contrainte.CHAINE,
                        paris.isAfter(end.end()) ? Gravity.URGENT : Gravity.ATTENTION,
                        presented.name(),
                        "an issuer in its chain ends at " + paris(end.end().toInstant()) + ", before the certificate",
                        "ask the authority for its present chain")));
    }

    /** On the certificate that takes over from {@code current} at {@code from}: its own findings, and whether one may follow the other. */
    public List<Finding> succession(Presented current, Presented next, Instant from) {
        List<Finding> findings = new ArrayList<>(itself(next));
        expiry(next, findings);
        X509Certificate old = current.own();
        X509Certificate young = next.own();
        boolean sameKey = Objects.equals(old.getPublicKey(), young.getPublicKey());
        if (!old.getSubjectX500Principal().equals(young.getSubjectX500Principal())) {
            String names = "its DN is " + young.getSubjectX500Principal().getName() + ", the present one's "
                    + old.getSubjectX500Principal().getName();
            String notice = "tell GRDF of the new name before production, by "
                    + Renewal.of(old.getNotAfter().toInstant()).send().toLocalDate()
                    + " at the latest, as with a renewal";
            findings.add(
                    sameKey
                            ? new Finding(Contrainte.NOUVEAU_DN, Gravity.ATTENTION, next.name(), names, notice)
                            : new Finding(
                                    Contrainte.MEME_DN,
                                    Gravity.URGENT,
                                    next.name(),
                                    "its key is new, and " + names,
                                    "order it again under the present name; or, if the name must change, " + notice));
        }
        Instant end = old.getNotAfter().toInstant();
        if (from.isAfter(end)) {
            findings.add(switching(
                    next, "it takes over at " + paris(from) + ", after the present one's end at " + paris(end)));
        }
        if (from.isBefore(young.getNotBefore().toInstant())
                || from.isAfter(young.getNotAfter().toInstant())) {
            findings.add(switching(
                    next,
                    "it takes over at " + paris(from) + " and is valid from "
                            + paris(young.getNotBefore().toInstant()) + " to "
                            + paris(young.getNotAfter().toInstant())));
        }
        return findings;
    }

    private static Finding switching(Presented next, String what) {
        return new Finding(
                Contrainte.BASCULE,
                Gravity.URGENT,
                next.name(),
                what,
                "agree with GRDF on an instant at which both are valid, and write it into the file that ends in .le");
    }

    static String paris(Instant instant) {
        return instant.atZone(omega.clock.OmegaClock.PARIS).toOffsetDateTime().toString();
    }
}
