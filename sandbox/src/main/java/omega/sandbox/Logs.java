package omega.sandbox;

import java.net.URL;
import java.util.Objects;

/** Sends the logs of the libraries that the sandbox runs (warnings and worse) to standard error. */
final class Logs {
    private Logs() {}

    /** To be called first thing in {@code main}, before any logger exists. */
    static void configure() {
        URL settings = Objects.requireNonNull(Logs.class.getResource("logging.properties"));
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.setProperty("logging.configuration", settings.toString());
    }
}
