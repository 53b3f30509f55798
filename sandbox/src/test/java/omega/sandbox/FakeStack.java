package omega.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import omega.lifeline.Lifeline;

/**
 * A launcher in a JVM of its own, run by the tests: a real PostgreSQL, a shell and a Java process as children, tied to it
 * as the real ones are. Argument: the home.
 */
final class FakeStack {
    private FakeStack() {}

    public static void main(String[] arguments) {
        Home home = new Home(Path.of(arguments[0]), Path.of(arguments[0])).made();
        System.exit(
                new Up().run(home, System.out, Plan.usualPorts(Plan.Scenario.DEFAULT), ports -> children(home, ports)));
    }

    static List<Child> children(Home home, Ports ports) {
        PostgresServer postgres = home.postgres(ports);
        Path javaIsUp = home.run().resolve("java-is-up");
        return List.of(
                new Child("postgres", List.of(), "", postgres::answers, () -> {
                    postgres.prepare();
                    return new Child.Launch(postgres.command(), Map.of());
                }),
                new Child(
                        "shell",
                        List.of(),
                        "",
                        () -> true,
                        () -> new Child.Launch(List.of("sh", "-c", "while read -r _; do :; done"), Map.of())),
                new Child(
                        "java",
                        List.of("postgres", "shell"),
                        "",
                        () -> Files.exists(javaIsUp),
                        () -> new Child.Launch(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-D" + Lifeline.PROPERTY + "=" + Lifeline.STDIN,
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Tied.class.getName(),
                                        javaIsUp.toString()),
                                Map.of())));
    }

    /** A Java process that would run for ever, were it not for its lifeline. */
    static final class Tied {
        private Tied() {}

        public static void main(String[] arguments) throws Exception {
            Lifeline.watch(() -> System.exit(0));
            Files.writeString(Path.of(arguments[0]), "");
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }
}
