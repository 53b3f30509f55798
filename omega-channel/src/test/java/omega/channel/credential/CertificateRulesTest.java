package omega.channel.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import omega.channel.Certificates;
import omega.channel.Certificates.Held;
import omega.channel.Certificates.Wish;
import omega.channel.Keys;
import omega.channel.credential.Finding.Gravity;
import omega.sandbox.TestKeys;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** §1.4, one case a rule that breaks that rule and no other. */
class CertificateRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final Instant FROM = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant UNTIL = Instant.parse("2027-03-01T12:00:00Z");
    private static final List<String> AUTHORITIES = List.of("DigiCert", "CertEurope");
    private static final Certificates DIGICERT = new Certificates("DigiCert Inc");
    private static final Wish WISH = Wish.sound("FOURNISSEUR").between(FROM, UNTIL);
    private static final Held SOUND = DIGICERT.issue(WISH);

    private static CertificateRules rules(Instant now) {
        return new CertificateRules(AUTHORITIES, List.of(), now);
    }

    private static Presented file(PrivateKey key, X509Certificate... certificates) {
        return new Presented("client.pem", Arrays.asList(certificates), key);
    }

    private static Presented file(Held held) {
        return file(held.key(), held.certificate(), held.issuer());
    }

    private static Arguments breaks(String why, Presented presented, Contrainte... expected) {
        return Arguments.of(why, presented, Set.of(expected));
    }

    static Stream<Arguments> files() throws Exception {
        KeyPairGenerator curves = KeyPairGenerator.getInstance("EC");
        curves.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair curve = curves.generateKeyPair();
        X509Certificate issuer = DIGICERT.authority();
        return Stream.of(
                breaks("a sound one", file(SOUND)),
                breaks("no extended key usage at all", file(DIGICERT.issue(WISH.usable()))),
                breaks("version 1", file(WISH.pair().getPrivate(), versionOne(), issuer), Contrainte.X509_V3),
                breaks("RSA 4096", file(DIGICERT.issue(WISH.of(Keys.user()))), Contrainte.LONGUEUR_CLE),
                breaks("elliptic", file(DIGICERT.issue(WISH.of(curve))), Contrainte.LONGUEUR_CLE),
                breaks(
                        "for servers only",
                        file(DIGICERT.issue(WISH.usable(KeyPurposeId.id_kp_serverAuth))),
                        Contrainte.CLIENT_AUTH),
                breaks("without its issuer", file(SOUND.key(), SOUND.certificate()), Contrainte.CHAINE),
                breaks("issuer first", file(SOUND.key(), issuer, SOUND.certificate()), Contrainte.ORDRE),
                breaks(
                        "with a stranger",
                        file(SOUND.key(), SOUND.certificate(), issuer, new Certificates("Autre").authority()),
                        Contrainte.ORDRE),
                breaks(
                        "its issuer's name on another key",
                        file(SOUND.key(), SOUND.certificate(), namesake()),
                        Contrainte.CHAINE),
                breaks("of an authority of its own", file(new Certificates("Maison").issue(WISH)), Contrainte.AUTORITE),
                breaks(
                        "of one whose name only begins alike",
                        file(new Certificates("Digicertification SA").issue(WISH)),
                        Contrainte.AUTORITE),
                breaks("of one written otherwise", file(new Certificates("CERTEUROPE").issue(WISH))),
                breaks(
                        "with another key",
                        file(TestKeys.rsa("other-tls", 2048).getPrivate(), SOUND.certificate(), issuer),
                        Contrainte.CLE),
                breaks(
                        "not valid yet",
                        file(DIGICERT.issue(WISH.between(NOW.plusSeconds(60), UNTIL))),
                        Contrainte.PAS_ENCORE_VALIDE));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("files")
    void eachRuleIsTold(String why, Presented presented, Set<Contrainte> expected) {
        List<Finding> findings = rules(NOW).of(presented);
        assertEquals(expected, acted(findings), () -> why + ": " + findings);
        assertEquals(
                1,
                findings.stream()
                        .filter(each -> each.contrainte() == Contrainte.CLASSE && each.gravity() == Gravity.QUESTION)
                        .count(),
                "its class is asked, not checked");
        findings.forEach(
                each -> assertTrue(!each.todo().isBlank() && each.about().equals("client.pem")));
    }

    private static Set<Contrainte> acted(List<Finding> findings) {
        return findings.stream()
                .filter(Finding::isToAct)
                .map(Finding::contrainte)
                .collect(Collectors.toSet());
    }

    private static X509Certificate versionOne() throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v1CertificateBuilder(
                                DIGICERT.authority().getSubjectX500Principal(),
                                BigInteger.TWO,
                                Date.from(FROM),
                                Date.from(UNTIL),
                                new X500Principal("CN=FOURNISSEUR"),
                                WISH.pair().getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withRSA")
                                .build(TestKeys.rsa("authority-igiertnc", 2048).getPrivate())));
    }

    /** Carries the authority's name, and another key. */
    private static X509Certificate namesake() throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v1CertificateBuilder(
                                DIGICERT.authority().getSubjectX500Principal(),
                                BigInteger.ONE,
                                Date.from(FROM),
                                Date.from(UNTIL),
                                DIGICERT.authority().getSubjectX500Principal(),
                                TestKeys.rsa("namesake", 2048).getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withRSA")
                                .build(TestKeys.rsa("namesake", 2048).getPrivate())));
    }

    @Test
    void aRootThatTheMachineKnowsMayBeLeftOut() {
        CertificateRules knowing = new CertificateRules(AUTHORITIES, List.of(DIGICERT.authority()), NOW);
        assertEquals(Set.of(), acted(knowing.of(file(SOUND.key(), SOUND.certificate()))));
    }

    /** Ends 2027-03-01 at 13:00 in Paris, or 2027-04-11 at 00:30, four weeks before which clocks are an hour earlier. */
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "2027-03-01T12:00:00Z, 2027-01-04T11:59:59Z, -",
                "2027-03-01T12:00:00Z, 2027-01-04T12:00:00Z, ATTENTION",
                "2027-03-01T12:00:00Z, 2027-02-01T11:59:59Z, ATTENTION",
                "2027-03-01T12:00:00Z, 2027-02-01T12:00:00Z, URGENT",
                "2027-03-01T12:00:00Z, 2027-03-01T12:00:01Z, URGENT",
                "2027-04-10T22:30:00Z, 2027-03-13T23:29:59Z, ATTENTION",
                "2027-04-10T22:30:00Z, 2027-03-13T23:30:00Z, URGENT"
            })
    void anEndIsToldEightWeeksBeforeAndUrgentFourWeeksBefore(
            Instant end, Instant now, @org.jspecify.annotations.Nullable Gravity gravity) {
        List<Finding> findings = rules(now).of(file(DIGICERT.issue(WISH.between(FROM, end)))).stream()
                .filter(each -> each.contrainte() == Contrainte.EXPIRATION)
                .toList();
        assertEquals(
                gravity == null ? List.of() : List.of(gravity),
                findings.stream().map(Finding::gravity).toList());
    }

    @Test
    void theListOfARenewalIsDated() {
        Renewal renewal = Renewal.of(UNTIL);
        assertEquals(
                "[2027-01-04, 2027-02-01, 2027-02-28, 2027-03-01]",
                renewal.steps().stream().map(Renewal.Step::by).toList().toString());
        Finding urgent = rules(Instant.parse("2027-02-10T00:00:00Z")).of(file(SOUND)).stream()
                .filter(Finding::isToAct)
                .findFirst()
                .orElseThrow();
        assertTrue(
                urgent.what().contains("2027-03-01T13:00+01:00")
                        && urgent.what().contains("by 2027-02-01"),
                urgent.what());
        assertTrue(urgent.todo().contains("by 2027-02-01 send GRDF"), urgent.todo());
    }

    @Test
    void aChainThatEndsBeforeItsCertificateIsTold() {
        // the test's authority is valid for 300 days from today, longer than from 2026; here its own validity ends
        // first
        X509Certificate authority = DIGICERT.authority();
        Instant end = authority.getNotAfter().toInstant();
        Held longer = DIGICERT.issue(WISH.between(FROM, end.plusSeconds(86_400 * 100)));
        List<Finding> findings = rules(end.minusSeconds(86_400)).of(file(longer));
        assertEquals(Set.of(Contrainte.CHAINE), acted(findings));
    }

    static Stream<Arguments> successions() {
        KeyPair fresh = TestKeys.rsa("next-tls", 2048);
        Wish longer = WISH.between(NOW, Instant.parse("2028-03-01T12:00:00Z"));
        Wish renamed =
                new Wish("NOUVEAU", longer.pair(), longer.from(), longer.until(), longer.usages(), longer.hosts());
        Instant inTime = Instant.parse("2027-02-15T21:00:00Z");
        return Stream.of(
                Arguments.of("same name, same key", DIGICERT.issue(longer), inTime, Set.of()),
                Arguments.of("same name, new key", DIGICERT.issue(longer.of(fresh)), inTime, Set.of()),
                Arguments.of("new name, same key", DIGICERT.issue(renamed), inTime, Set.of(Contrainte.NOUVEAU_DN)),
                Arguments.of("both new", DIGICERT.issue(renamed.of(fresh)), inTime, Set.of(Contrainte.MEME_DN)),
                Arguments.of("too late", DIGICERT.issue(longer), UNTIL.plusSeconds(1), Set.of(Contrainte.BASCULE)),
                Arguments.of("too early", DIGICERT.issue(longer), NOW.minusSeconds(1), Set.of(Contrainte.BASCULE)));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("successions")
    void whatTakesOverMustFollow(String why, Held next, Instant from, Set<Contrainte> expected) {
        List<Finding> findings = rules(NOW).succession(file(SOUND), file(next), from);
        assertEquals(expected, acted(findings), () -> why + ": " + findings);
    }

    @Test
    void aNewNameIsToldToGrdfAsEarlyAsARenewal() {
        Wish renamed = new Wish("NOUVEAU", WISH.pair(), NOW, UNTIL.plusSeconds(1), WISH.usages(), WISH.hosts());
        Finding told = rules(NOW).succession(file(SOUND), file(DIGICERT.issue(renamed)), NOW.plusSeconds(60)).stream()
                .filter(Finding::isToAct)
                .findFirst()
                .orElseThrow();
        assertTrue(told.todo().contains("by 2027-02-01"), told.todo());
    }

    /** GRDF's own: 2027-03-01 at 13:00 in Paris; six weeks before is 2027-01-18. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            nullValues = "-",
            value = {
                "2027-01-18T11:59:59Z, -",
                "2027-01-18T12:00:00Z, ATTENTION",
                "2027-02-22T11:59:59Z, ATTENTION",
                "2027-02-22T12:00:00Z, URGENT"
            })
    void theServersOwnEndIsWatched(Instant now, @org.jspecify.annotations.Nullable Gravity gravity) {
        List<Finding> findings = new ServerRules(now).shown("ftps.grdf.fr", List.of(SOUND.certificate()));
        assertEquals(
                gravity == null ? List.of() : List.of(gravity),
                findings.stream().map(Finding::gravity).toList());
        if (gravity != null) {
            String todo = findings.getFirst().todo();
            assertTrue(
                    todo.contains("2027-01-18") && todo.contains("2027-02-01") && todo.contains("homologation first"),
                    todo);
        }
        assertEquals(List.of(), new ServerRules(now).shown("ftps.grdf.fr", List.of()), "none was shown");
    }

    @Test
    void oldAndNewAuthoritiesAreTrustedTogether() {
        X509Certificate old = root("GRDF", Instant.parse("2027-01-01T00:00:00Z"));
        X509Certificate young = root("GRDF", Instant.parse("2036-01-01T00:00:00Z"));
        X509Certificate other = root("AUTRE", Instant.parse("2036-01-01T00:00:00Z"));
        Instant later = Instant.parse("2027-01-02T00:00:00Z");
        Map<List<X509Certificate>, List<Gravity>> cases = Map.of(
                List.of(old, young), List.of(),
                List.of(young, old), List.of(),
                List.of(old, other), List.of(Gravity.ATTENTION),
                List.of(old), List.of(Gravity.URGENT));
        cases.forEach((authorities, expected) -> assertEquals(
                expected,
                new ServerRules(later)
                        .trusted("autorites.pem", authorities).stream()
                                .map(Finding::gravity)
                                .toList()));
        assertEquals(List.of(), new ServerRules(Instant.parse("2026-11-19T00:00:00Z")).trusted("a", List.of(old)));
        assertEquals(
                List.of(Gravity.ATTENTION),
                new ServerRules(Instant.parse("2026-11-21T00:00:00Z"))
                        .trusted("a", List.of(old)).stream()
                                .map(Finding::gravity)
                                .toList());
    }

    private static X509Certificate root(String name, Instant until) {
        return new Certificates(name)
                .issue(Wish.sound(name).between(FROM, until))
                .certificate();
    }
}
