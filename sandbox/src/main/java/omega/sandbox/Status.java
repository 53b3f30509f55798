package omega.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import omega.clock.OmegaClock;
import omega.sandbox.Plan.Scenario;
import picocli.CommandLine.Command;

/** {@code ./omega status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "What runs, since when, and whether it does its job. Exits 0 only if all of it does.")
final class Status implements Callable<Integer> {

    @Override
    public Integer call() {
        Home home = Home.fromLauncher();
        Ports ports = Ports.read(home.run().resolve("ports.properties"));
        if (new Launcher(home).process().isEmpty() || ports.byName().isEmpty()) {
            System.out.println("Nothing is up. Start with: ./omega up");
            return 1;
        }
        Clock real = OmegaClock.real();
        System.out.println("It is " + new VirtualTime(home.clock(), real).describe() + ".\n");
        return print(home, new Plan(home, ports, Scenario.DEFAULT).children(), real.instant()) ? 0 : 1;
    }

    /** Whether all {@code children} run and are healthy. */
    static boolean print(Home home, List<Child> children, Instant now) {
        System.out.printf("%-20s %-10s %8s  %-8s %s%n", "", "health", "pid", "up for", "where");
        boolean all = true;
        for (Child child : children) {
            Optional<ProcessHandle> process = PidFile.of(home, child.name()).process();
            boolean healthy = process.isPresent() && child.healthy().getAsBoolean();
            all &= healthy;
            System.out.printf(
                    "%-20s %-10s %8s  %-8s %s%n",
                    child.name(),
                    healthy ? "healthy" : process.isPresent() ? "UNHEALTHY" : "DOWN",
                    process.map(each -> Long.toString(each.pid())).orElse("-"),
                    process.flatMap(each -> each.info().startInstant())
                            .map(start -> told(Duration.between(start, now)))
                            .orElse("-"),
                    child.address());
        }
        return all;
    }

    private static String told(Duration age) {
        return age.toHours() > 0
                ? age.toHours() + "h" + age.toMinutesPart() + "m"
                : age.toMinutes() > 0 ? age.toMinutes() + "m" + age.toSecondsPart() + "s" : age.toSeconds() + "s";
    }
}
