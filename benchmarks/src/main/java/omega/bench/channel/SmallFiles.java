package omega.bench.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import omega.bench.Benchmark;
import omega.bench.Contender;
import omega.bench.Goal;
import omega.bench.Goal.Bound;
import omega.bench.Measured;
import omega.bench.Outcome;
import omega.bench.Scale;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.RemoteFolder;

/** Many small files in one session, by either protocol. */
public final class SmallFiles implements Benchmark {
    private static final String RATE = "files/s";
    private static final String SFTP = "omega: SFTP, to files";
    private static final String SFTP_FETCH = "omega: SFTP, as collected, hashed and synced";
    private static final String OPENSSH = "OpenSSH's sftp: to files";
    private static final String FTPS = "omega: FTPS, to files";
    private static final int ROWS_A_FILE = 500;

    @Override
    public String name() {
        return "small-files";
    }

    @Override
    public String about(Scale scale) {
        return """
            %,d files of a line each, listed and then fetched in one session: SFTP from OpenSSH's server, FTPS from vsftpd.
            What a server is asked of each file is counted by RoundTripsTest: by SFTP to open, read and close it, by FTPS to open a port and to
            send it, and once more by either whether it still is the file that was listed.
            """.formatted(count(scale));
    }

    private static int count(Scale scale) {
        return Math.max(1, scale.rows() / ROWS_A_FILE);
    }

    private interface Fetching {
        void fetch(Path local) throws Exception;
    }

    private interface One {
        void fetch(RemoteFolder folder, RemoteFile remote, Path local) throws IOException;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        Path home = Files.createDirectories(scale.home());
        int count = count(scale);
        List<String> names =
                IntStream.range(0, count).mapToObj("F%06d.zip"::formatted).toList();
        try (OpenSsh ssh = new OpenSsh(home);
                Vsftpd vsftpd = new Vsftpd(home)) {
            Path remote = vsftpd.files();
            for (String name : names) {
                Files.writeString(remote.resolve(name), name);
            }
            Measured measured = Measured.interleaved(
                    scale.rounds(),
                    List.of(
                            turn(
                                    SFTP,
                                    home,
                                    names,
                                    local -> all(ssh.partner(), remote.toString(), local, SmallFiles::look)),
                            turn(
                                    SFTP_FETCH,
                                    home,
                                    names,
                                    local -> all(ssh.partner(), remote.toString(), local, Copies::fetch)),
                            turn(OPENSSH, home, names, local -> ssh.get(remote + "/*", local)),
                            turn(FTPS, home, names, local -> all(vsftpd.partner(), "/", local, SmallFiles::look))));
            return new Outcome(
                    measured,
                    List.of(new Goal.Ratio("SFTP, over the OpenSSH client", RATE, SFTP, OPENSSH, Bound.atLeast(1))),
                    List.of("Ours looks at each file again afterwards, OpenSSH's client does not."));
        }
    }

    /** As collected but for the disk. */
    private static void look(RemoteFolder folder, RemoteFile remote, Path local) throws IOException {
        Copies.stream(folder, remote, local);
        if (!folder.stat(remote.path()).equals(remote)) {
            throw new IllegalStateException(remote + " has changed");
        }
    }

    private static void all(Partner partner, String directory, Path local, One one) throws IOException {
        try (RemoteFolder folder = Copies.open(partner)) {
            for (RemoteFile file : folder.list(directory).files()) {
                one.fetch(folder, file, local.resolve(file.name()));
            }
        }
    }

    private static Contender turn(String name, Path home, List<String> names, Fetching fetching) {
        return new Contender(name, () -> {
            Path local = Files.createTempDirectory(home, "copies");
            long began = System.nanoTime();
            fetching.fetch(local);
            double seconds = (System.nanoTime() - began) / 1e9;
            for (String each : names) {
                Path copy = local.resolve(each);
                if (!Files.readString(copy).equals(each)) {
                    throw new IllegalStateException("the copy of " + each + " differs");
                }
                Files.delete(copy);
            }
            try (Stream<Path> rest = Files.list(local)) {
                if (rest.findAny().isPresent()) {
                    throw new IllegalStateException("more came than was asked for");
                }
            }
            Files.delete(local);
            return Map.of(RATE, names.size() / seconds);
        });
    }
}
