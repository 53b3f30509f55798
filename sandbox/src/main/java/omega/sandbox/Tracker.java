package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./omega tracker}. */
@Command(
        name = "tracker",
        mixinStandardHelpOptions = true,
        subcommands = Tracker.Rebuild.class,
        synopsisSubcommandLabel = "rebuild",
        description = "Works on the running stack's status-tracker.")
final class Tracker {

    /** {@code ./omega tracker rebuild}. */
    @Command(
            name = "rebuild",
            mixinStandardHelpOptions = true,
            description = {
                "Derives where every request stands from its evidence alone. Safe at any time: what was right stays as it is,"
                        + " and is not announced again.",
                ""
            })
    static final class Rebuild implements Callable<Integer> {
        @Override
        public Integer call() throws IOException {
            Home home = Home.fromLauncher();
            Ports ports = Ports.read(home.run().resolve("ports.properties"));
            if (new Launcher(home).process().isEmpty() || ports.byName().isEmpty()) {
                System.err.println("Nothing is up. Start with: ./omega up");
                return 1;
            }
            JsonNode done = Rest.on(ports.of("tracker")).post("reconstruction");
            System.out.printf(
                    "%d requests and %d lines gone over, %d requests stood elsewhere than their evidence says%n",
                    done.path("demandes").asLong(),
                    done.path("lignes").asLong(),
                    done.path("corrigees").asLong());
            return 0;
        }
    }
}
