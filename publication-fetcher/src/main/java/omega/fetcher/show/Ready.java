package omega.fetcher.show;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import omega.fetcher.Fetcher;
import omega.fetcher.parse.Lacking;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready unless blocks ask for a layout that this process's pack lacks. What fails for the moment is told, and does not count: OMEGA may be away. */
@Readiness
@ApplicationScoped
class Ready implements HealthCheck {
    private final Fetcher fetcher;
    private final Lacking lacking;

    Ready(Fetcher fetcher, Lacking lacking) {
        this.fetcher = fetcher;
        this.lacking = lacking;
    }

    @Override
    public HealthCheckResponse call() {
        Set<String> layouts = lacking.layouts();
        return HealthCheckResponse.named("publication-fetcher")
                .status(layouts.isEmpty())
                .withData("roles", String.join(",", fetcher.roles()))
                .withData("layoutsLacking", String.join(", ", layouts))
                .withData("troubles", String.join("; ", fetcher.troubles()))
                .build();
    }
}
