package omega.submitter.deposit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import omega.channel.Timeouts;
import omega.channel.connect.Connection;
import omega.sandbox.Database;
import omega.submitter.Stand;
import omega.submitter.book.Preparation;
import omega.submitter.partner.Contrat;

/** A submitter's process that plans, writes and deposits once for each {@code tick INSTANT} that it is told, day after day, and says {@code done}. */
final class ByTheTick implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final PrintWriter in;

    /** Starts one; {@code log} takes what it complains of. */
    ByTheTick(Database.Login login, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx160m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ByTheTick.class.getName(),
                login.jdbcUrl(),
                login.user(),
                login.password()));
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        out = process.inputReader(StandardCharsets.UTF_8);
        in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /** Another day, of another contract, begins. */
    void day(Path root, int limit, int reserve, Comptage comptage) throws IOException {
        ask("day " + limit + " " + reserve + " " + comptage + " " + root);
    }

    void tick(Instant now) throws IOException {
        ask("tick " + now);
    }

    private void ask(String what) throws IOException {
        in.println(what);
        for (String line = out.readLine(); !"done".equals(line); line = out.readLine()) {
            if (line == null) {
                throw new AssertionError("the process died of " + what);
            }
        }
    }

    @Override
    public void close() {
        in.close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends with its standard input, or at the first thing that goes wrong. */
    public static void main(String[] arguments) throws Exception {
        List<String> all = List.of(arguments);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Stand stand = Stand.over(new Database.Login(all.get(0), all.get(1), all.get(2)));
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Preparation preparation = null;
        Deposits deposits = null;
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            String[] words = line.split(" ", 5);
            if (words[0].equals("day")) {
                Contrat contrat = Stand.contrat(
                        Path.of(words[4]),
                        Integer.parseInt(words[1]),
                        Integer.parseInt(words[2]),
                        "{nom}.{lot}-{epoch}.tmp");
                Stand.Node node = stand.process(contrat);
                preparation = node.preparation();
                deposits = node.deposits(
                        Comptage.valueOf(words[3]),
                        (partner, before) -> Connection.open(partner, Timeouts.USUAL, before));
            } else if (preparation != null && deposits != null) {
                stand.hand.set(Instant.parse(words[1]));
                preparation.turn();
                deposits.turn();
            }
            out.println("done");
        }
        Runtime.getRuntime().halt(0);
    }
}
