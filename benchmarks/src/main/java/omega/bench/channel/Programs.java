package omega.bench.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import omega.bench.Benchmark.Skipped;

/** What others wrote, as this machine has it installed. */
final class Programs {
    private Programs() {}

    /** @throws Skipped when it is not installed; {@code what} names it and its Debian packages */
    static Path find(String name, String what) throws Skipped {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin";
        return Stream.of(path.split(":", -1))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new Skipped(what.formatted(name)));
    }

    /** Runs a command to its end; what it prints goes to {@code log}. */
    static void run(Path log, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command.getFirst() + " failed: " + Files.readString(log));
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A server that answers at the port, its output in {@code log}. */
    static Process serve(List<String> command, int port, Path log) throws IOException, InterruptedException, Skipped {
        Process server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        for (int i = 0; i < 100; i++) {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return server;
            } catch (IOException e) {
                if (!server.isAlive()) {
                    throw new Skipped(command.getFirst() + " does not start here: " + Files.readString(log));
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        end(server);
        throw new Skipped(command.getFirst() + " does not answer");
    }

    static void end(Process server) {
        server.descendants().forEach(ProcessHandle::destroy);
        server.destroy();
    }
}
