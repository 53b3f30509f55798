package omega.sandbox;

import java.net.URL;
import java.util.Objects;

/** Sends the logs of the libraries that the sandbox (and what is started like it) runs (warnings and worse) to standard error. */
public final class Logs {
    private Logs() {}

    /** To be called first thing in {@code main}, before any logger exists. */
    public static void configure() {
        URL settings = Objects.requireNonNull(Logs.class.getResource("logging.properties"));
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.setProperty("logging.configuration", settings.toString());
    }
}
