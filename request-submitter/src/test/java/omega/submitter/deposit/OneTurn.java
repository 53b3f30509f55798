package omega.submitter.deposit;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import omega.channel.ChannelException;
import omega.channel.Environment;
import omega.channel.Partner;
import omega.channel.Timeouts;
import omega.channel.connect.Connection;
import omega.clock.OmegaClock;
import omega.runtime.outbox.Relay;
import omega.sandbox.Database;
import omega.sandbox.test.SftpPeer;
import omega.submitter.Stand;
import omega.submitter.partner.Contrat;

/**
 * A submitter's process for one turn: plans and writes, deposits, announces. It says {@code step N NAME} at each call that it might die at, and at number {@code hold} it
 * says {@code hold} and stands still until it reads a line, or is killed.
 */
final class OneTurn {
    /** Quota enough for all that a test sends. */
    private static final int LIMIT = 1_000_000;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final int hold;
    private int call;

    private OneTurn(int hold) {
        this.hold = hold;
    }

    /** What its main takes. */
    static List<String> arguments(Database.Login login, String bootstrapServers, SftpPeer sftp, Path clock, int hold) {
        return List.of(
                login.jdbcUrl(),
                login.user(),
                login.password(),
                bootstrapServers,
                Integer.toString(sftp.port()),
                sftp.keyFile().toString(),
                sftp.knownHosts().toString(),
                clock.toString(),
                Integer.toString(hold));
    }

    public static void main(String[] arguments) throws Exception {
        List<String> all = List.of(arguments);
        Contrat contrat = contrat(Integer.parseInt(all.get(4)), Path.of(all.get(5)), Path.of(all.get(6)));
        OneTurn turn = new OneTurn(Integer.parseInt(all.get(8)));
        turn(
                new Database.Login(all.get(0), all.get(1), all.get(2)),
                all.get(3),
                OmegaClock.following(Path.of(all.get(7))),
                contrat,
                turn::step);
        Runtime.getRuntime().halt(0);
    }

    /** The partner behind the server, whose temporary names are the usual ones. */
    static Contrat contrat(int port, Path key, Path knownHosts) {
        Partner partner = new Partner(
                Stand.PARTNER,
                Environment.SANDBOX,
                new Partner.Sftp("127.0.0.1", port, SftpPeer.USER, key, null, knownHosts),
                new Partner.Directories("/publications", "/publications", "/demandes", "/comptes-rendus"),
                Set.of());
        return new Contrat(partner, LIMIT, 0, "{nom}.{lot}-{epoch}.tmp", true);
    }

    /** What a fresh process does, in this one: it knows nothing but what the database and the server hold. */
    static void turn(Database.Login login, String bootstrapServers, OmegaClock clock, Contrat contrat, Steps.Step step)
            throws SQLException, ChannelException, InterruptedException {
        try (Stand stand = Stand.over(login, clock)) {
            Stand.Node node = stand.process(contrat, Steps.around(stand.dataSource(), step));
            node.preparation().turn();
            node.deposits(Comptage.LES_DEUX, (partner, before) -> {
                        step.at("before connect");
                        return new Steps.Folder(Connection.open(partner, Timeouts.USUAL, before), step);
                    })
                    .turn();
            try (Relay relay =
                    new Relay(Steps.clients(bootstrapServers, step), node.ledger.jdbi(), node.ledger.outbox())) {
                relay.turn();
            }
        }
    }

    private void step(String name) {
        out.println("step " + call + " " + name);
        if (call++ == hold) {
            out.println("hold");
            try {
                if (System.in.read() < 0) {
                    throw new IllegalStateException("nobody is there any more");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
