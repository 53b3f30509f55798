package omega.ws;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.sandbox.TestStack;
import org.jspecify.annotations.Nullable;

/** What the application needs: a real broker and database, a foreign SOAP server with mutual TLS, and a clock on a Tuesday morning. */
public final class AppStack implements QuarkusTestResourceLifecycleManager {
    /** Tuesday, 09:00 in Paris. */
    static final Instant ORIGIN = Instant.parse("2026-11-24T08:00:00Z");

    private @Nullable SoapPeer peer;
    private @Nullable RestPeer restPeer;

    @Override
    public Map<String, String> start() {
        try {
            Path home = Files.createTempDirectory("omega-ws-test");
            SoapPeer soap = new SoapPeer(home);
            peer = soap;
            RestPeer rest = new RestPeer(home);
            restPeer = rest;
            Path clock = home.resolve("clock");
            OmegaClock.publish(Timeline.starting(Clock.systemUTC().instant(), ORIGIN, 1), clock);
            Map<String, String> settings = new HashMap<>(TestStack.settings());
            settings.put("omega.environnement", "sandbox");
            settings.put("omega.clock.file", clock.toString());
            settings.put("omega.ws.delai", "PT10S"); // no first call on a busy machine takes as long
            settings.put("omega.ws.par-minute", "100000");
            settings.put("omega.test.home", home.toString());
            settings.put("omega.partenaires.ESA.ws.adresse", "https://127.0.0.1:" + soap.port());
            settings.put(
                    "omega.partenaires.ESA.ws.certificate-file",
                    home.resolve("client.crt").toString());
            settings.put(
                    "omega.partenaires.ESA.ws.key-file",
                    home.resolve("client.key").toString());
            settings.put(
                    "omega.partenaires.ESA.ws.authorities-file",
                    soap.authorities().toString());
            String address = "https://127.0.0.1:" + rest.port();
            settings.put("omega.partenaires.ESA.rest.adresse", address);
            settings.put("omega.partenaires.ESA.jeton.adresse", address + "/oauth/token");
            settings.put("omega.partenaires.ESA.jeton.client", "client-esa");
            settings.put("omega.partenaires.ESA.jeton.secret", RestPeer.SECRET);
            settings.put("omega.partenaires.ESA.jeton.scope", "pce.adresse");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        SoapPeer running = peer;
        if (running != null) {
            running.close();
        }
        RestPeer rest = restPeer;
        if (rest != null) {
            rest.close();
        }
    }
}
