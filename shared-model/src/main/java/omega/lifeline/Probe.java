package omega.lifeline;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks a process whether it is ready: {@code java -cp probe.jar omega.lifeline.Probe http://127.0.0.1:8081/q/health/ready} exits 0 for a 200, 1
 * for anything else. For the health checks of images that hold neither a shell nor curl.
 */
public final class Probe {
    private static final int PATIENCE_MILLIS = 3_000;

    private Probe() {}

    public static void main(String[] arguments) {
        System.exit(answersOk(URI.create(arguments[0])) ? 0 : 1);
    }

    /** Whether {@code address} answers 200 within three seconds. */
    static boolean answersOk(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setInstanceFollowRedirects(false);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }
}
