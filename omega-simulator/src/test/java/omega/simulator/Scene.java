package omega.simulator;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.simulator.books.Publication;
import omega.simulator.books.Standing;
import omega.simulator.play.Injection;
import omega.simulator.play.Reglages;
import omega.simulator.serve.FtpsDoor;
import omega.simulator.serve.HostKeys;

/** An OMEGA with two partners, DEMO and AUTRE, on a clock that a test drives, and a client's means to look at it. */
final class Scene implements Closeable {
    static final Catalogue PACK = Catalogue.provisional();
    static final Path KEYS = keys();

    final Path home;
    final Hands hands;
    private final int pce;
    private final long seed;
    private final Catalogue pack;
    private final Optional<FtpsDoor.Setting> ftps;
    Omega omega;

    Scene(Path home, String now) {
        this(home, now, 2000, 1, PACK);
    }

    Scene(Path home, String now, int pce, long seed) {
        this(home, now, pce, seed, PACK);
    }

    /** One that serves FTPS too. */
    Scene(Path home, String now, FtpsDoor.Setting ftps) {
        this(home, now, 2000, 1, PACK, Optional.of(ftps));
    }

    Scene(Path home, String now, int pce, long seed, Catalogue pack) {
        this(home, now, pce, seed, pack, Optional.empty());
    }

    private Scene(Path home, String now, int pce, long seed, Catalogue pack, Optional<FtpsDoor.Setting> ftps) {
        this.ftps = ftps;
        this.pack = pack;
        this.home = home;
        this.hands = new Hands(Instant.parse(now));
        this.pce = pce;
        this.seed = seed;
        this.omega = open();
    }

    private Omega open() {
        return new Omega(
                new Omega.Setup(
                        home,
                        "127.0.0.1",
                        0,
                        KEYS.resolve("hote"),
                        Map.of(
                                "DEMO", HostKeys.open(KEYS.resolve("DEMO")),
                                "AUTRE", HostKeys.open(KEYS.resolve("AUTRE"))),
                        ftps,
                        pce,
                        seed,
                        Duration.ofDays(3),
                        Duration.ZERO),
                pack,
                OmegaClock.of(hands, Timeline.REAL));
    }

    /** Keys take a second each to make: once for all tests. */
    private static Path keys() {
        try {
            Path dir = Files.createTempDirectory("omega-simulator-keys");
            for (String name : List.of("hote", "DEMO", "AUTRE")) {
                HostKeys.ensure(dir.resolve(name), name);
                dir.resolve(name).toFile().deleteOnExit();
                HostKeys.open(dir.resolve(name)).toFile().deleteOnExit();
            }
            return dir;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A clock whose hands a test moves. */
    static final class Hands extends Clock {
        private volatile Instant now;

        Hands(Instant now) {
            this.now = now;
        }

        void to(String instant) {
            now = Instant.parse(instant);
        }

        void on(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** Moves the hands and lets OMEGA do what has fallen due. */
    void at(String instant) {
        hands.to(instant);
        omega.advance();
    }

    void restart() {
        omega.close();
        omega = open();
    }

    void set(Reglages reglages) {
        omega.set(reglages);
    }

    Publication publish(String flux, String... faults) {
        return omega.publish("DEMO", flux, omega.clock().today(), Injection.parse(List.of(faults)));
    }

    /** What was put out for DEMO of one flux. */
    List<Standing> out(String flux) {
        return omega.books()
                .publications(each -> each.publication().partenaire().equals("DEMO")
                        && each.publication().flux().equals(flux));
    }

    Standing standing(Publication publication) {
        return omega.books().publication(publication.id()).orElseThrow();
    }

    Path file(Publication publication) {
        return home.resolve("espaces")
                .resolve(publication.partenaire())
                .resolve("publications")
                .resolve(publication.nom());
    }

    /** The bytes of an archive's only entry, as java.util.zip reads them. */
    static byte[] member(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.getInputStream(Collections.list(zip.entries()).getFirst())
                    .readAllBytes();
        }
    }

    static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** All lines of an archive's member, header and footer too, as FastCSV reads them. */
    List<List<String>> lines(Publication publication) throws IOException {
        return lines(file(publication), Charset.forName(publication.charset()));
    }

    static List<List<String>> lines(Path archive, Charset charset) throws IOException {
        return CsvReader.builder()
                .fieldSeparator(';')
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(decode(member(archive), charset))
                .stream()
                .map(CsvRecord::getFields)
                .toList();
    }

    /** A client's session as {@code partenaire}, with the key {@code key}; it checks the host's. */
    SSHClient client(String partenaire, String key) throws IOException {
        Path known = home.resolve("known_hosts");
        Files.writeString(
                known, "[127.0.0.1]:" + omega.sftpPort() + " " + Files.readString(HostKeys.open(KEYS.resolve("hote"))));
        SSHClient client = new SSHClient(new DefaultConfig());
        client.addHostKeyVerifier(new OpenSSHKnownHosts(known.toFile()));
        try {
            client.connect("127.0.0.1", omega.sftpPort());
            client.authPublickey(partenaire, client.loadKeys(KEYS.resolve(key).toString()));
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    @Override
    public void close() {
        omega.close();
    }
}
