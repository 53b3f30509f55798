package omega.runtime.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.security.auth.x500.X500Principal;
import omega.catalogue.Catalogue;
import omega.channel.slot.Slots;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.event.Topics;
import omega.runtime.audit.Audit;
import omega.runtime.kafka.Clients;
import omega.runtime.kafka.Topology;
import omega.sandbox.Broker;
import omega.sandbox.Database;
import omega.sandbox.TestKeys;
import omega.sandbox.TestStack;
import omega.sandbox.test.SftpPeer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker, database and SFTP server: all well, then each thing broken in turn. */
class DoctorTest {
    static {
        // a server that ends may throw in a thread of its own, which is no waiting test's affair
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    @TempDir
    static Path home;

    private static SftpPeer sftp;
    private static Database.Login login;
    private static AgroalDataSource dataSource;
    private Map<String, String> settings;

    @BeforeAll
    static void start() throws Exception {
        sftp = new SftpPeer(home.resolve("sftp"));
        topology().ensure();
        login = TestStack.freshDatabase();
        dataSource = TestStack.pool(login);
        Audit.migrate(dataSource, "sandbox");
    }

    private static Topology topology() {
        return new Topology(
                new Clients(Map.of("bootstrap.servers", TestStack.bootstrapServers()), "sandbox"),
                Catalogue.provisional(),
                true,
                2,
                Optional.empty());
    }

    @AfterAll
    static void stop() throws IOException {
        sftp.close();
        dataSource.close();
    }

    /** A sound configuration, on a Tuesday at nine. */
    @BeforeEach
    void sound() throws IOException {
        Jdbi.create(dataSource).useHandle(handle -> handle.execute("DROP SCHEMA IF EXISTS channel CASCADE"));
        Slots.migrate(dataSource);
        Path clock = home.resolve("clock");
        OmegaClock.publish(
                Timeline.starting(Clock.systemUTC().instant(), Instant.parse("2026-11-24T08:00:00Z"), 1), clock);
        settings = new TreeMap<>(sftp.partner("ESA"));
        settings.put("quarkus.datasource.jdbc.url", login.jdbcUrl());
        settings.put("quarkus.datasource.username", login.user());
        settings.put("quarkus.datasource.password", login.password());
        settings.put("kafka.bootstrap.servers", TestStack.bootstrapServers());
        settings.put("omega.topics.partitions", "2");
        settings.put("omega.clock.file", clock.toString());
    }

    private record Told(int code, JsonNode document) {
        /** Findings of this weight, as {@code DOMAINE objet constat}. */
        List<String> all(String etat) {
            List<String> lines = new ArrayList<>();
            document.path("diagnostics").forEach(each -> {
                if (each.path("etat").asText().equals(etat)) {
                    lines.add(each.path("domaine").asText() + " "
                            + each.path("objet").asText() + " "
                            + each.path("constat").asText());
                    assertTrue(
                            etat.equals("BIEN")
                                    || etat.equals("NOTE")
                                    || !each.path("aFaire").asText().isBlank(),
                            each::toString);
                }
            });
            return lines;
        }
    }

    private Told examine(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--json", "--config", file().toString()));
        arguments.addAll(List.of(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Doctor.run(new PrintStream(out, true, StandardCharsets.UTF_8), arguments.toArray(String[]::new));
        return new Told(code, new ObjectMapper().readTree(out.toByteArray()));
    }

    private Path file() throws IOException {
        List<String> lines = new ArrayList<>();
        settings.forEach((key, value) -> lines.add(key + "=" + value));
        return Files.write(home.resolve("application.properties"), lines);
    }

    private static void assertTold(List<String> told, String... parts) {
        assertEquals(parts.length, told.size(), told::toString);
        for (int i = 0; i < parts.length; i++) {
            assertTrue(told.get(i).contains(parts[i]), told.get(i));
        }
    }

    @Test
    void aSoundConfigurationNeedsNothing() throws Exception {
        Told told = examine();
        assertEquals(List.of(), told.all("URGENT"));
        assertEquals(List.of(), told.all("ATTENTION"));
        assertEquals(0, told.code());
        String well = told.all("BIEN").toString();
        for (String each : List.of(
                "CONFIGURATION ESA",
                "PACK ",
                "CERTIFICATS ESA",
                "DNS 127.0.0.1",
                "HORAIRES FTP",
                "BASE schema channel",
                "KAFKA topics",
                "KAFKA groups and transactions",
                "CONNEXION ESA:/publications",
                "CONNEXION ESA:/demandes",
                "HORLOGE ")) {
            assertTrue(well.contains(each), () -> each + " is missing in " + well);
        }
    }

    /** One connection, and the next run must wait like anybody else. */
    @Test
    void itConnectsOnceAndUnderTheRule() throws Exception {
        examine();
        Told again = examine("--wait", "PT0.1S");
        assertEquals(0, again.code());
        assertTold(again.all("NOTE"), "not tried: the next connection may be made at 2026-11-24T09:05:1");
        assertEquals(
                List.of("doctor REUSSIE"),
                Jdbi.create(dataSource)
                        .withHandle(
                                handle -> handle.createQuery("SELECT service || ' ' || outcome FROM channel.connexion")
                                        .mapTo(String.class)
                                        .list()));
        assertEquals(
                List.of(),
                Jdbi.create(dataSource)
                        .withHandle(handle -> handle.createQuery("SELECT service FROM channel.want")
                                .mapTo(String.class)
                                .list()),
                "it leaves no wish behind that would hold services up");
    }

    @Test
    void anUnknownHostIsToldAndNotConnectedTo() throws Exception {
        settings.put("omega.partenaires.ESA.host", "omega.invalid");
        Told told = examine();
        assertEquals(2, told.code());
        assertTold(told.all("URGENT"), "CERTIFICATS ", "DNS omega.invalid does not resolve");
        assertTrue(told.all("URGENT").getFirst().contains("KNOWN_HOSTS"), "nor is it in known_hosts");
        assertTold(told.all("NOTE"), "its name does not resolve");
    }

    @Test
    void aKeyThatOmegaDoesNotKnowIsToldByTheOneSession() throws Exception {
        settings.put("omega.partenaires.ESA.key-file", key("other", 4096).toString());
        Told told = examine();
        assertEquals(2, told.code());
        assertTold(told.all("URGENT"), "CONNEXION ESA (sandbox, sftp://esa@127.0.0.1");
        assertTrue(told.all("URGENT").getFirst().contains("LOGIN_REFUSED"), told.all("URGENT")::toString);
    }

    @Test
    void aHostWithAnotherKeyIsTold() throws Exception {
        settings.put(
                "omega.partenaires.ESA.known-hosts", sftp.strangersKnownHosts().toString());
        assertTold(examine().all("URGENT"), "CONNEXION ESA (sandbox, sftp://esa@127.0.0.1");
    }

    @Test
    void aKeyOfAnotherLengthIsToldBeforeAnySession() throws Exception {
        settings.put("omega.partenaires.ESA.key-file", key("small", 2048).toString());
        Told told = examine("--no-connect");
        assertEquals(2, told.code());
        assertTold(told.all("URGENT"), "CLE_SSH");
    }

    /** Self-signed, of the key {@code fournisseur}. */
    private static Path certificate(String name, Instant end) throws Exception {
        KeyPair pair = TestKeys.rsa("fournisseur", 2048);
        X500Principal subject = new X500Principal("CN=FOURNISSEUR");
        byte[] der = new JcaX509v3CertificateBuilder(
                        subject,
                        BigInteger.valueOf(end.getEpochSecond()),
                        Date.from(end.minus(Duration.ofDays(365))),
                        Date.from(end),
                        subject,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
                .getEncoded();
        return pem(name, "CERTIFICATE", der);
    }

    private void overFtps(Path certificate) throws IOException {
        settings.put("omega.partenaires.ESA.canal", "ftps");
        settings.put("omega.partenaires.ESA.certificate-file", certificate.toString());
        settings.put(
                "omega.partenaires.ESA.key-file",
                pem(
                                "client.key",
                                "PRIVATE KEY",
                                TestKeys.rsa("fournisseur", 2048).getPrivate().getEncoded())
                        .toString());
    }

    private static Instant inDays(int days) {
        return Clock.systemUTC().instant().plus(Duration.ofDays(days));
    }

    @Test
    void anExpiredCertificateIsTold() throws Exception {
        overFtps(certificate("client.pem", inDays(-1)));
        Told told = examine("--no-connect");
        assertEquals(2, told.code());
        assertTold(told.all("URGENT"), "EXPIRATION: ended at ");
        assertTold(told.all("QUESTION"), "CLASSE: ");
    }

    /** Each of the files that web services leave out is the file channel's; those they have are looked at, too. */
    @Test
    void whatWebServicesAreCalledWithIsExamined() throws Exception {
        overFtps(certificate("client.pem", inDays(300)));
        settings.put("omega.partenaires.ESA.ws.adresse", "https://localhost:7002");
        Told told = examine("--no-connect");
        assertEquals(List.of(), told.all("URGENT"));
        assertEquals(List.of(), told.all("ATTENTION"));
        assertTold(told.all("QUESTION"), "client.pem CLASSE: "); // once

        settings.put(
                "omega.partenaires.ESA.ws.certificate-file",
                certificate("ws.pem", inDays(-1)).toString());
        settings.put(
                "omega.partenaires.ESA.ws.authorities-file",
                certificate("autorites.pem", inDays(20)).toString());
        told = examine("--no-connect");
        assertTold(told.all("URGENT"), "ws.pem EXPIRATION: ended at ");
        assertTold(told.all("ATTENTION"), "ws.pem UN_SEUL: ", "autorites.pem CONFIANCE: CN=FOURNISSEUR ends at ");
    }

    /** A check that fails is a finding, and the others are made. */
    @Test
    void aCheckThatFailsIsAFinding() throws Exception {
        Jdbi.create(dataSource).useHandle(handle -> handle.execute("DROP TABLE channel.want CASCADE"));
        Told told = examine();
        assertEquals(2, told.code());
        assertTold(told.all("URGENT"), "CONNEXION ESA (sandbox, sftp://esa@127.0.0.1");
        assertTrue(told.all("URGENT").getFirst().contains("cannot be examined: "), told.all("URGENT")::toString);
        assertTrue(told.all("BIEN").contains("CERTIFICATS ESA nothing to do"), told.all("BIEN")::toString);
    }

    @Test
    void aClockThatIsWrongIsTold() {
        for (Object[] each : new Object[][] {{0, "BIEN"}, {2, "ATTENTION"}, {-2, "ATTENTION"}, {60, "URGENT"}}) {
            Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(((Integer) each[0]).longValue()));
            OmegaClock clock = OmegaClock.of(wrong, Timeline.REAL);
            assertEquals(
                    List.of(each[1]),
                    new DatabaseCheck(dataSource, "database", "sandbox", clock)
                            .run().stream()
                                    .filter(found -> found.domaine() == Diagnosis.Domaine.HORLOGE)
                                    .map(found -> found.etat().name())
                                    .toList(),
                    "by " + each[0] + " s");
        }
    }

    @Test
    void aFileOfTheFutureTellsOfAWrongClock() throws Exception {
        Path file = Files.writeString(sftp.root().resolve("publications/REMM.zip"), "x");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-24T08:30:00Z")));
        try {
            assertTold(examine().all("ATTENTION"), "is of 2026-11-24T08:30:00Z, which is in the future here");
        } finally {
            Files.delete(file);
        }
    }

    /** The third Saturday of the month, at 17:00 in Paris. */
    @Test
    void nothingIsConnectedToDuringMaintenance() throws Exception {
        OmegaClock.publish(
                Timeline.starting(Clock.systemUTC().instant(), Instant.parse("2026-11-21T16:00:00Z"), 1),
                home.resolve("clock"));
        Told told = examine();
        assertEquals(0, told.code());
        assertTrue(
                told.all("NOTE").stream()
                        .anyMatch(each -> each.startsWith("CONNEXION ESA ")
                                && each.endsWith("OMEGA is closed for maintenance: not tried")),
                told.all("NOTE")::toString);
        assertEquals(
                List.of(),
                Jdbi.create(dataSource)
                        .withHandle(handle -> handle.createQuery("SELECT outcome FROM channel.connexion")
                                .mapTo(String.class)
                                .list()));
    }

    @Test
    void aMissingTopicIsToldByHowItWillCome() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestStack.bootstrapServers()))) {
            admin.deleteTopics(List.of(Topics.APPEL)).all().get();
        }
        try {
            Told told = examine("--no-connect");
            assertEquals(1, told.code());
            assertTold(told.all("ATTENTION"), "KAFKA " + Topics.APPEL + " missing");
            settings.put("omega.topics.create", "false");
            told = examine("--no-connect");
            assertEquals(2, told.code());
            assertTold(told.all("URGENT"), "KAFKA " + Topics.APPEL + " missing, and omega.topics.create is false");
        } finally {
            topology().ensure();
        }
    }

    @Test
    void partitionsAreCompared() throws Exception {
        settings.put("omega.topics.partitions", "3");
        Told told = examine("--no-connect");
        assertEquals(1, told.code());
        assertTrue(told.all("ATTENTION")
                .contains("KAFKA " + Topics.FICHIER + " has 2 partitions, omega.topics.partitions asks for 3"));
        assertFalse(told.all("ATTENTION").toString().contains(Topics.REGARD), "which has one by design");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestStack.bootstrapServers()))) {
            admin.createPartitions(Map.of(Topics.REGARD, NewPartitions.increaseTo(2)))
                    .all()
                    .get();
        }
        settings.put("omega.topics.partitions", "2");
        assertTold(
                examine("--no-connect").all("URGENT"),
                "KAFKA " + Topics.REGARD + " has 2 partitions and must have one");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestStack.bootstrapServers()))) {
            admin.deleteTopics(List.of(Topics.REGARD)).all().get();
        }
        topology().ensure();
    }

    /** Nobody may touch a thing that has a rule but whom the rule names; where there is none, everybody may. */
    @Test
    void rightsOnTopicsGroupsAndTransactionsAreTold() throws Exception {
        Broker guarded = Broker.start(
                home.resolve("guarded"),
                0,
                Map.of(
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "allow.everyone.if.no.acl.found", "true"));
        try (Admin admin = guarded.admin()) {
            new Topology(
                            new Clients(Map.of("bootstrap.servers", guarded.bootstrapServers()), "sandbox"),
                            Catalogue.provisional(),
                            true,
                            1,
                            Optional.empty())
                    .ensure();
            admin.createAcls(List.of(
                            allowed(Topics.BLOC, "User:somebody", AclOperation.READ),
                            allowed(Topics.REJET, "User:ANONYMOUS", AclOperation.DESCRIBE),
                            allowed(Topics.REJET, "User:ANONYMOUS", AclOperation.DESCRIBE_CONFIGS),
                            allowed(Topics.APPEL, "User:ANONYMOUS", AclOperation.READ),
                            allowed(Topics.APPEL, "User:ANONYMOUS", AclOperation.DESCRIBE_CONFIGS),
                            allowed(Topics.FICHIER, "User:ANONYMOUS", AclOperation.WRITE),
                            allowed(Topics.FICHIER, "User:ANONYMOUS", AclOperation.DESCRIBE_CONFIGS),
                            somebodys(ResourceType.GROUP, "sandbox-track"),
                            somebodys(ResourceType.TRANSACTIONAL_ID, "sandbox-collect-")))
                    .all()
                    .get();
            settings.put("kafka.bootstrap.servers", guarded.bootstrapServers());
            settings.put("omega.topics.partitions", "1");
            Told told = Awaitility.await("the broker follows its controller")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> examine("--no-connect"), each -> each.code() == 2);
            assertTold(
                    told.all("ATTENTION"),
                    "KAFKA " + Topics.BLOC + " this user may not describe them",
                    "KAFKA group sandbox-track, transactions sandbox-collect-* this user may not use them");
            assertTold(told.all("URGENT"), "KAFKA " + Topics.REJET + " this user may neither read nor write them");
            assertTold(
                    told.all("QUESTION"),
                    "KAFKA " + Topics.APPEL + " (read only), " + Topics.FICHIER
                            + " (write only) this user may do one of the two only");
        } finally {
            guarded.close();
        }
    }

    private static AclBinding somebodys(ResourceType type, String prefix) {
        return new AclBinding(
                new ResourcePattern(type, prefix, PatternType.PREFIXED),
                new AccessControlEntry("User:somebody", "*", AclOperation.ALL, AclPermissionType.ALLOW));
    }

    private static AclBinding allowed(String topic, String user, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(user, "*", operation, AclPermissionType.ALLOW));
    }

    @Test
    void aDatabaseThatIsNotMigratedIsAnOrderAndOneThatIsAwayAFault() throws Exception {
        settings.put("quarkus.datasource.jdbc.url", TestStack.freshDatabase().jdbcUrl());
        Told told = examine();
        assertEquals(1, told.code());
        assertTrue(
                told.all("ATTENTION").toString().contains("BASE schema channel is not there, "),
                told.all("ATTENTION")::toString);
        assertTold(told.all("NOTE"), "slots need the database, migrated");
        settings.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:1/none");
        told = examine();
        assertEquals(2, told.code());
        assertTold(told.all("URGENT"), "BASE jdbc:postgresql://127.0.0.1:1/none");
    }

    @Test
    void aBrokerThatIsAwayIsTold() throws Exception {
        settings.put("kafka.bootstrap.servers", "127.0.0.1:1");
        settings.put("kafka.default.api.timeout.ms", "1500");
        settings.put("kafka.request.timeout.ms", "1000");
        Told told = examine("--no-connect");
        assertEquals(2, told.code());
        assertTold(told.all("URGENT"), "KAFKA 127.0.0.1:1 ");
        settings.put("kafka.bootstrap.servers", "broker.invalid:9092");
        assertTold(examine("--no-connect").all("URGENT"), "KAFKA broker.invalid:9092 ");
    }

    @Test
    void settingsThatCannotBeMeantAreTold() throws Exception {
        settings.put("omega.partenaires.ESA.canal", "fax");
        assertTold(
                examine("--no-connect").all("URGENT"),
                "CONFIGURATION settings omega.partenaires.ESA.canal must be sftp, ftps or local");
        Files.createDirectories(home.resolve("pack/flux"));
        settings.put("omega.catalogue", home.resolve("pack").toString());
        Files.writeString(home.resolve("pack/flux/NEUF.yaml"), "flux: NEUF\n");
        Told told = examine("--no-connect");
        assertEquals(2, told.code());
        assertTrue(
                told.all("URGENT").stream().allMatch(each -> each.startsWith("PACK ") && each.contains("NEUF.yaml")));
        assertEquals(2, Doctor.run(System.out, "--confg"));
        assertEquals(2, Doctor.run(System.out, "--config", "none.properties"));
        assertEquals(2, Doctor.run(System.out, "--wait", "long"));
    }

    @Test
    void theTableSaysWhatToDo() throws Exception {
        settings.put("omega.partenaires.ESA.key-file", key("small", 2048).toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Doctor.run(
                new PrintStream(out, true, StandardCharsets.UTF_8), "--no-connect", "--config", file().toString());
        String table = out.toString(StandardCharsets.UTF_8);
        assertEquals(2, code);
        assertTrue(table.contains("→ ") && table.contains("(§3.1.2)") && table.contains("1 urgent"), table);
        assertFalse(table.contains(settings.get("quarkus.datasource.password")), "no secret is told");
    }

    private static Path key(String name, int bits) throws IOException {
        return pem(name, "PRIVATE KEY", TestKeys.rsa(name, bits).getPrivate().getEncoded());
    }

    private static Path pem(String name, String label, byte[] der) throws IOException {
        Path file = home.resolve(name);
        Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                        + "-----\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
