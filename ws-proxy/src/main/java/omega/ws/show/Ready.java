package omega.ws.show;

import jakarta.enterprise.context.ApplicationScoped;
import omega.ws.Proxy;
import omega.ws.partner.Certificats;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once started. What fails for the moment is told, and does not count: OMEGA may be away. */
@Readiness
@ApplicationScoped
class Ready implements HealthCheck {
    private final Proxy proxy;
    private final Certificats certificats;

    Ready(Proxy proxy, Certificats certificats) {
        this.proxy = proxy;
        this.certificats = certificats;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ws-proxy")
                .up()
                .withData("troubles", String.join("; ", proxy.troubles()))
                .withData("credentials", certificats.told())
                .build();
    }
}
