package omega.bench.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import omega.bench.Benchmark;
import omega.bench.Contender;
import omega.bench.Goal;
import omega.bench.Goal.Bound;
import omega.bench.Measured;
import omega.bench.Outcome;
import omega.bench.Scale;
import omega.channel.BeforeConnect;
import omega.channel.Download;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.connect.Connection;

/** One large file from OpenSSH's server on loopback. */
public final class Downloading implements Benchmark {
    private static final String RATE = "MB/s";
    private static final String STREAM = "omega: to a file";
    private static final String FETCH = "omega: as collected, hashed and synced";
    private static final String OPENSSH = "OpenSSH's sftp: to a file";
    private static final int BYTES_A_ROW = 100;

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
        try (OpenSsh server = new OpenSsh(home)) {
            write(remote, bytes(scale));
            Measured measured = Measured.interleaved(
                    scale.rounds(),
                    List.of(
                            new Contender(STREAM, () -> timed(remote, local, () -> stream(server, remote, local))),
                            new Contender(FETCH, () -> timed(remote, local, () -> fetch(server, remote, local))),
                            new Contender(OPENSSH, () -> timed(remote, local, () -> server.get(remote, local)))));
            return new Outcome(
                    measured,
                    List.of(new Goal.Ratio(
                            "to a file, over the OpenSSH client", RATE, STREAM, OPENSSH, Bound.atLeast(1.5))),
                    List.of("After each turn the copy was compared with the original."));
        } finally {
            Files.deleteIfExists(remote);
            Files.deleteIfExists(local);
        }
    }

    private interface Transfer {
        void run() throws Exception;
    }

    private static Map<String, Double> timed(Path remote, Path local, Transfer transfer) throws Exception {
        Files.deleteIfExists(local);
        long began = System.nanoTime();
        transfer.run();
        double seconds = (System.nanoTime() - began) / 1e9;
        if (Files.mismatch(remote, local) >= 0) {
            throw new IllegalStateException("the copy differs");
        }
        return Map.of(RATE, Files.size(remote) / seconds / 1e6);
    }

    private static void stream(OpenSsh server, Path remote, Path local) throws IOException {
        try (RemoteFolder folder = Connection.open(server.partner(), Timeouts.USUAL, BeforeConnect.UNRULED);
                InputStream in = folder.read(remote.toString(), 0)) {
            Files.copy(in, local, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void fetch(OpenSsh server, Path remote, Path local) throws IOException {
        try (RemoteFolder folder = Connection.open(server.partner(), Timeouts.USUAL, BeforeConnect.UNRULED)) {
            Download download = Download.fetch(folder, folder.stat(remote.toString()), local);
            if (!(download instanceof Download.Complete)) {
                throw new IllegalStateException(download.toString());
            }
        }
    }

    /** Like an archive: bytes that cannot be compressed. */
    private static void write(Path file, long bytes) throws IOException {
        Random random = new Random(42);
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= piece.length) {
                random.nextBytes(piece);
                out.write(piece, 0, (int) Math.min(left, piece.length));
            }
        }
    }
}
