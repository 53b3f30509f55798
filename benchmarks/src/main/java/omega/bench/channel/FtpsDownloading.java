package omega.bench.channel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import omega.bench.Benchmark;
import omega.bench.Contender;
import omega.bench.Goal;
import omega.bench.Goal.Bound;
import omega.bench.Measured;
import omega.bench.Outcome;
import omega.bench.Scale;

/** One large file from vsftpd on loopback. */
public final class FtpsDownloading implements Benchmark {
    private static final String STREAM = "omega: to a file";
    private static final String FETCH = "omega: as collected, hashed and synced";
    private static final String CURL = "curl --ssl-reqd: to a file";
    private static final int BYTES_A_ROW = 200;

    @Override
    public String name() {
        return "ftps";
    }

    @Override
    public String about(Scale scale) {
        return """
            A file of %,d MB from vsftpd (OpenSSL) on loopback, mutual certificates, the data connection resuming the session; connect and login included.
            Ours once as curl does it, and once as a publication is collected: SHA-256 on the way, synced to disk, renamed.
            """.formatted(bytes(scale) / 1_000_000);
    }

    private static long bytes(Scale scale) {
        return (long) scale.rows() * BYTES_A_ROW;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        Path home = Files.createDirectories(scale.home());
        Path local = home.resolve("remote.bin");
        try (Vsftpd server = new Vsftpd(home)) {
            Path remote = server.files().resolve("remote.bin");
            Copies.write(remote, bytes(scale));
            Measured measured = Measured.interleaved(
                    scale.rounds(),
                    List.of(
                            new Contender(
                                    STREAM,
                                    () -> Copies.timed(
                                            remote,
                                            local,
                                            () -> Copies.stream(server.partner(), "/remote.bin", local))),
                            new Contender(
                                    FETCH,
                                    () -> Copies.timed(
                                            remote, local, () -> Copies.fetch(server.partner(), "/remote.bin", local))),
                            new Contender(
                                    CURL,
                                    () -> Copies.timed(remote, local, () -> server.get(List.of("remote.bin"), home)))));
            return new Outcome(
                    measured,
                    List.of(new Goal.Absolute("to a file, MB/s", Copies.RATE, STREAM, Bound.atLeast(400))),
                    List.of("After each turn the copy was compared with the original."));
        } finally {
            Files.deleteIfExists(local);
        }
    }
}
