package omega.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.configuration.PropertyContextConfiguration;

/** Sends the logs of the libraries that the sandbox (and what is started like it) runs (warnings and worse) to standard error. */
public final class Logs {
    private Logs() {}

    /** To be called first thing in {@code main}, before any logger exists. */
    public static void configure() {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        LogContext context = LogContext.getLogContext();
        // Where Quarkus is on the class path, its own would keep all that is logged, traces too, until a Quarkus
        // application starts.
        context.getLogger("").clearHandlers();
        PropertyContextConfiguration.configure(context, settings());
    }

    private static Properties settings() {
        Properties settings = new Properties();
        try (InputStream in = Objects.requireNonNull(Logs.class.getResourceAsStream("logging.properties"))) {
            settings.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }
}
