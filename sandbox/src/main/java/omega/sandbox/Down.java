package omega.sandbox;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./omega down}. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops the stack that is up, and whatever a killed launcher left. Data stays.")
final class Down implements Callable<Integer> {
    private static final int PATIENCE_SECONDS = 120;

    @Override
    public Integer call() {
        Home home = Home.fromLauncher();
        Optional<ProcessHandle> launcher = new Launcher(home).process();
        if (launcher.isPresent()) {
            launcher.get().destroy();
            if (!PidFile.ended(launcher.get(), PATIENCE_SECONDS)) {
                launcher.get().destroyForcibly();
            }
        }
        boolean left = false;
        for (PidFile pid : PidFile.all(home)) {
            left |= pid.endLeftover();
        }
        System.out.println(launcher.isPresent() || left ? "Stopped." : "Nothing was up.");
        return 0;
    }
}
