package omega.sandbox;

import java.io.PrintStream;

/** Where to look once a stack is up. */
record Tour(Home home, Ports ports, VirtualTime time) {

    void print(PrintStream out) {
        out.printf(
                """

                Up. Everything listens on 127.0.0.1 only. It is %s.

                  Kafka          127.0.0.1:%d
                  PostgreSQL     jdbc:postgresql://127.0.0.1:%d/%s   user %s, password in %s
                  Gateway        http://127.0.0.1:%d/q/openapi   files collected: http://127.0.0.1:%d/fichiers
                  Web services   http://127.0.0.1:%d/q/swagger-ui   OMEGA's operations as JSON
                  OMEGA          http://127.0.0.1:%d/q/openapi   simulated; provisional, not GRDF's official layouts
                  OMEGA's SFTP   sftp -P %d -i %s -o UserKnownHostsFile=%s %s@127.0.0.1
                  OMEGA's FTPS   127.0.0.1:%d   certificates in %s
                  OMEGA's SOAP   https://127.0.0.1:%d/ws   with the same certificates; contracts: http://127.0.0.1:%d/omega/contrats
                  OMEGA's REST   https://127.0.0.1:%d   the token server and pce adresse
                  Logs           %s

                Watch records arrive:   ./omega watch
                Stop:                   Ctrl-C, or ./omega down

                """,
                time.describe(),
                ports.of("kafka"),
                ports.of("postgres"),
                PostgresServer.DATABASE,
                PostgresServer.ROLE,
                Home.show(home.postgres(ports).home().resolve("password")),
                ports.of("fetcher"),
                ports.of("fetcher"),
                ports.of("web"),
                ports.of("simulator"),
                ports.of("sftp"),
                Home.show(new Keys(home.keys()).secret(Plan.PARTENAIRE)),
                Home.show(new Keys(home.keys()).knownHosts()),
                Plan.PARTENAIRE,
                ports.of("ftps"),
                Home.show(home.data().resolve("simulator").resolve("cles")),
                ports.of("soap"),
                ports.of("simulator"),
                ports.of("rest"),
                Home.show(home.logs()));
        out.flush();
    }
}
