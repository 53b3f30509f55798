package omega.channel.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import omega.channel.Certificates;
import omega.channel.Certificates.Held;
import omega.channel.Certificates.Wish;
import omega.channel.Environment;
import omega.channel.Keys;
import omega.channel.Partner;
import omega.channel.credential.Contrainte;
import omega.channel.credential.CredentialFiles;
import omega.channel.credential.Finding;
import omega.sandbox.TestKeys;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partner's files as they lie on the disk: each broken in one way. */
class CheckupTest {
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final Instant UNTIL = Instant.parse("2027-01-10T12:00:00Z");
    private static final Instant SWITCH = Instant.parse("2026-12-20T21:00:00Z");
    private static final Certificates AUTHORITY = new Certificates("CertEurope");
    private static final Wish WISH = Wish.sound("FOURNISSEUR")
            .between(Instant.parse("2026-01-10T12:00:00Z"), Instant.parse("2027-06-01T12:00:00Z"));

    @TempDir
    Path home;

    private Path certificate;
    private Path key;

    @BeforeEach
    void files() throws IOException {
        certificate = home.resolve("client.pem");
        key = home.resolve("client.key");
        put(AUTHORITY.issue(WISH), "");
    }

    private void put(Held held, String end) throws IOException {
        held.chain(home.resolve("client.pem" + end));
        secret(held.key(home.resolve("client.key" + end)));
    }

    private static void secret(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Partner ftps() {
        return partner(new Partner.Ftps(
                "ftps.grdf.fr", 990, false, "esa", null, certificate, key, null, null, Partner.Ftps.PASSIVE_PORTS));
    }

    private static Partner partner(Partner.Access access) {
        return new Partner(
                "ESA", Environment.HOMOLOGATION, access, new Partner.Directories("/", "/", "/", "/"), Set.of());
    }

    private static Set<String> found(Partner partner, Instant now) {
        return new Checkup(List.of("CertEurope"), now)
                .of(partner, List.of()).stream()
                        .filter(Finding::isToAct)
                        .map(each ->
                                each.contrainte() + " " + Path.of(each.about()).getFileName())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void soundFilesGiveNoCauseForAnything() {
        assertEquals(Set.of(), found(ftps(), NOW));
    }

    @Test
    void whatCannotBeReadIsToldByItsFile() throws IOException {
        Files.write(certificate, AUTHORITY.authority().getSerialNumber().toByteArray());
        assertEquals(Set.of("PEM client.pem"), found(ftps(), NOW));
        Files.delete(certificate);
        assertEquals(Set.of("FICHIER client.pem"), found(ftps(), NOW));
        Files.delete(key);
        assertEquals(Set.of("FICHIER client.key", "FICHIER client.pem"), found(ftps(), NOW));
    }

    @Test
    void aKeyThatOthersMayReadIsTold() throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(Set.of(), found(ftps(), NOW), "as a cluster mounts it");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(Set.of("DROITS client.key"), found(ftps(), NOW));
    }

    @Test
    void theSandboxHasAnAuthorityOfItsOwn() throws IOException {
        put(new Certificates("Maison").issue(WISH), "");
        assertEquals(Set.of("AUTORITE client.pem"), found(ftps(), NOW));
        Partner here = new Partner("ESA", Environment.SANDBOX, ftps().access(), ftps().directories(), Set.of());
        assertEquals(Set.of(), found(here, NOW));
    }

    @Test
    void aSoundSuccessorAnswersTheEndAndTakesOverAtItsInstant() throws IOException {
        put(AUTHORITY.issue(WISH.between(WISH.from(), UNTIL)), "");
        assertEquals(Set.of("EXPIRATION client.pem"), found(ftps(), NOW));

        Held next = AUTHORITY.issue(
                WISH.of(TestKeys.rsa("next-tls", 2048)).between(NOW, Instant.parse("2028-01-01T00:00:00Z")));
        put(next, ".suivant");
        assertEquals(Set.of("EXPIRATION client.pem"), found(ftps(), NOW), "staged, but no instant is told");
        Path le = Files.writeString(home.resolve("client.pem.suivant.le"), "demain");
        assertEquals(Set.of("BASCULE client.key", "EXPIRATION client.pem"), found(ftps(), NOW));
        Files.writeString(le, "2026-12-20T22:00:00+01:00\n");
        assertEquals(Set.of(), found(ftps(), NOW));
        List<Finding> asked = new Checkup(List.of(), NOW).of(ftps(), List.of());
        assertTrue(
                asked.stream().anyMatch(each -> each.contrainte() == Contrainte.BASCULE && !each.isToAct()),
                asked.toString());

        assertEquals(certificate, in(SWITCH.minusMillis(1)).certificate());
        assertEquals(key, in(SWITCH.minusMillis(1)).key());
        assertEquals(home.resolve("client.pem.suivant"), in(SWITCH).certificate());
        assertEquals(home.resolve("client.key.suivant"), in(SWITCH).key());
        assertEquals(Set.of(), found(ftps(), SWITCH.plusSeconds(1)), "the present one is the next one now");

        Files.delete(home.resolve("client.key.suivant"));
        assertEquals(key, in(SWITCH).key(), "the key stays where none is staged");
        assertEquals(
                Set.of("CLE client.pem.suivant", "EXPIRATION client.pem"),
                found(ftps(), NOW),
                "which is not this one's");
    }

    /** §1.4.1: one certificate a partner. */
    @Test
    void webServicesShowTheCertificateOfFtps() throws IOException {
        Checkup checkup = new Checkup(List.of("CertEurope"), NOW);
        CredentialFiles same = new CredentialFiles(certificate, key);
        assertEquals(
                List.of(),
                webServices(checkup, ftps(), same).stream()
                        .filter(Finding::isToAct)
                        .toList());
        put(AUTHORITY.issue(WISH.of(TestKeys.rsa("ws-tls", 2048))), ".ws");
        CredentialFiles other = new CredentialFiles(home.resolve("client.pem.ws"), home.resolve("client.key.ws"));
        assertEquals(
                List.of(Contrainte.UN_SEUL),
                webServices(checkup, ftps(), other).stream()
                        .filter(Finding::isToAct)
                        .map(Finding::contrainte)
                        .toList());
        Partner sftp = sftp("sftp.example", key, home.resolve("known_hosts"));
        assertEquals(
                List.of(),
                webServices(checkup, sftp, other).stream()
                        .filter(Finding::isToAct)
                        .toList(),
                "there is no other");
    }

    private static List<Finding> webServices(Checkup checkup, Partner partner, CredentialFiles files) {
        Optional<Checkup.Pair> ftps = partner.access() instanceof Partner.Ftps same
                ? Optional.of(new Checkup.Pair(new CredentialFiles(same.certificate(), same.key()), null))
                : Optional.empty();
        return checkup.webServices("ESA", Environment.HOMOLOGATION, new Checkup.Pair(files, null), ftps);
    }

    /** By whose word a server is believed must not end before it: GRDF gives its new chain six weeks before (§1.4.2). */
    @Test
    void whatServersAreBelievedByIsWatched() throws IOException {
        Path pinned = Files.writeString(
                home.resolve("serveur.pem"),
                Certificates.pem(
                        AUTHORITY.issue(WISH.between(WISH.from(), UNTIL)).certificate()));
        for (String[] each : new String[][] {
            {"2026-11-24T09:00:00Z", ""},
            {"2026-12-01T09:00:00Z", "ATTENTION CONFIANCE"},
            {"2027-01-04T09:00:00Z", "URGENT CONFIANCE"},
            {"2027-01-11T09:00:00Z", "URGENT CONFIANCE"}
        }) {
            assertEquals(
                    each[1],
                    new Checkup(List.of(), Instant.parse(each[0]))
                            .trusted("ESA", pinned).stream()
                                    .map(finding -> finding.gravity() + " " + finding.contrainte())
                                    .collect(Collectors.joining()),
                    each[0]);
        }
        assertEquals(
                List.of(Contrainte.FICHIER),
                new Checkup(List.of(), NOW)
                        .trusted("ESA", home.resolve("none")).stream()
                                .map(Finding::contrainte)
                                .toList());
    }

    private Partner.Ftps in(Instant now) {
        return (Partner.Ftps) Connection.inForce(ftps(), now).access();
    }

    /** It would have to be renewed as soon as it takes over. */
    @Test
    void aSuccessorThatEndsSoonItselfAnswersNothing() throws IOException {
        put(AUTHORITY.issue(WISH.between(WISH.from(), UNTIL)), "");
        put(AUTHORITY.issue(WISH.between(NOW, UNTIL.plus(Duration.ofDays(2)))), ".suivant");
        Files.writeString(home.resolve("client.pem.suivant.le"), SWITCH.toString());

        assertEquals(Set.of("EXPIRATION client.pem", "EXPIRATION client.pem.suivant"), found(ftps(), NOW));
    }

    @Test
    void aWrongSuccessorIsToldBeforeItTakesOver() throws IOException {
        put(
                AUTHORITY.issue(new Wish("AUTRE", WISH.pair(), NOW, WISH.until(), WISH.usages(), WISH.hosts())),
                ".suivant");
        Files.writeString(home.resolve("client.pem.suivant.le"), SWITCH.toString());
        assertEquals(Set.of("NOUVEAU_DN client.pem.suivant"), found(ftps(), NOW));
    }

    @Test
    void anSshKeyIsRsa4096AndTheHostIsKnown() throws IOException {
        Path own = pem("id", Keys.user());
        Path hosts = Files.writeString(
                home.resolve("known_hosts"),
                "sftp.example " + PublicKeyEntry.toString(Keys.host().getPublic()) + "\n");
        assertEquals(Set.of(), found(sftp("sftp.example", own, hosts), NOW));
        assertEquals(Set.of("KNOWN_HOSTS known_hosts"), found(sftp("other.example", own, hosts), NOW));
        assertEquals(Set.of("KNOWN_HOSTS none"), found(sftp("sftp.example", own, home.resolve("none")), NOW));
        Files.setPosixFilePermissions(hosts, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertEquals(Set.of("DROITS known_hosts"), found(sftp("sftp.example", own, hosts), NOW));
        Files.setPosixFilePermissions(hosts, PosixFilePermissions.fromString("rw-r--r--"));

        Path small = pem("small", TestKeys.rsa("small", 2048));
        List<Finding> findings = new Checkup(List.of(), NOW).of(sftp("sftp.example", small, hosts), List.of());
        assertEquals(
                List.of(Contrainte.CLE_SSH),
                findings.stream().map(Finding::contrainte).toList());
        assertTrue(findings.getFirst().what().contains("2048")
                && findings.getFirst().todo().contains("ssh-keygen -t rsa -b 4096"));

        pem("id.suivant", TestKeys.rsa("small", 2048));
        Files.writeString(home.resolve("id.suivant.le"), SWITCH.toString());
        assertEquals(Set.of("CLE_SSH id.suivant"), found(sftp("sftp.example", own, hosts), NOW));
        assertEquals(
                home.resolve("id.suivant"),
                new CredentialFiles(null, own).at(SWITCH).key());
    }

    private Path pem(String name, KeyPair pair) throws IOException {
        Path file = Files.writeString(
                home.resolve(name), Keys.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        secret(file);
        return file;
    }

    private static Partner sftp(String host, Path key, Path hosts) {
        return partner(new Partner.Sftp(host, 22, "esa", key, null, hosts));
    }
}
