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

/** One large file from OpenSSH's server on loopback. */
public final class SftpDownloading implements Benchmark {
    private static final String STREAM = "omega: to a file";
    private static final String FETCH = "omega: as collected, hashed and synced";
    private static final String OPENSSH = "OpenSSH's sftp: to a file";
    private static final int BYTES_A_ROW = 200;

    @Override
    public String name() {
        return "sftp";
    }

    @Override
    public String about(Scale scale) {
        return """
            A file of %,d MB from OpenSSH's server on loopback, each client with its own default algorithms, its connect and login included.
            Ours once as OpenSSH's client does it, and once as a publication is collected: SHA-256 on the way, synced to disk, renamed.
            """.formatted(bytes(scale) / 1_000_000);
    }

    private static long bytes(Scale scale) {
        return (long) scale.rows() * BYTES_A_ROW;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        Path home = Files.createDirectories(scale.home());
        Path remote = home.resolve("remote.bin");
        Path local = home.resolve("local.bin");
        String name = remote.toString();
        try (OpenSsh server = new OpenSsh(home)) {
            Copies.write(remote, bytes(scale));
            Measured measured = Measured.interleaved(
                    scale.rounds(),
                    List.of(
                            new Contender(
                                    STREAM,
                                    () -> Copies.timed(
                                            remote, local, () -> Copies.stream(server.partner(), name, local))),
                            new Contender(
                                    FETCH,
                                    () -> Copies.timed(
                                            remote, local, () -> Copies.fetch(server.partner(), name, local))),
                            new Contender(OPENSSH, () -> Copies.timed(remote, local, () -> server.get(name, local)))));
            return new Outcome(
                    measured,
                    List.of(new Goal.Ratio(
                            "to a file, over the OpenSSH client", Copies.RATE, STREAM, OPENSSH, Bound.atLeast(1.5))),
                    List.of("After each turn the copy was compared with the original."));
        } finally {
            Files.deleteIfExists(remote);
            Files.deleteIfExists(local);
        }
    }
}
