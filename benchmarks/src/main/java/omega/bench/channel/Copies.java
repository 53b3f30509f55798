package omega.bench.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Random;
import omega.channel.BeforeConnect;
import omega.channel.Download;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.connect.Connection;

/** Ways in which one file comes here; connect and login are part of each. */
final class Copies {
    static final String RATE = "MB/s";

    private Copies() {}

    interface Transfer {
        void run() throws Exception;
    }

    /** The rate of a transfer, whose copy is then compared with the original. */
    static Map<String, Double> timed(Path remote, Path local, Transfer transfer) throws Exception {
        Files.deleteIfExists(local);
        long began = System.nanoTime();
        transfer.run();
        double seconds = (System.nanoTime() - began) / 1e9;
        if (Files.mismatch(remote, local) >= 0) {
            throw new IllegalStateException("the copy differs");
        }
        return Map.of(RATE, Files.size(remote) / seconds / 1e6);
    }

    static RemoteFolder open(Partner partner) throws IOException {
        return Connection.open(partner, Timeouts.USUAL, BeforeConnect.UNRULED);
    }

    /** To a file and no more. */
    static void stream(Partner partner, String remote, Path local) throws IOException {
        try (RemoteFolder folder = open(partner)) {
            stream(folder, folder.stat(remote), local);
        }
    }

    static void stream(RemoteFolder folder, RemoteFile remote, Path local) throws IOException {
        try (InputStream in = folder.read(remote, 0)) {
            Files.copy(in, local, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** As a publication is collected. */
    static void fetch(Partner partner, String remote, Path local) throws IOException {
        try (RemoteFolder folder = open(partner)) {
            fetch(folder, folder.stat(remote), local);
        }
    }

    static void fetch(RemoteFolder folder, RemoteFile remote, Path local) throws IOException {
        Download download = Download.fetch(folder, remote, local);
        if (!(download instanceof Download.Complete)) {
            throw new IllegalStateException(download.toString());
        }
    }

    /** Like an archive: bytes that cannot be compressed. */
    static void write(Path file, long bytes) throws IOException {
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
