package omega.fetcher.show;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Set;
import omega.fetcher.Fetcher;
import omega.fetcher.parse.Lacking;
import omega.runtime.credential.Credentials;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready unless blocks ask for a layout that this process's pack lacks. What fails for the moment, and what is wrong with credentials, is told and does not count: OMEGA may be away, and a certificate's end mends nothing by a restart. */
@Readiness
@ApplicationScoped
class Ready implements HealthCheck {
    private final Fetcher fetcher;
    private final Lacking lacking;
    private final Instance<Credentials> credentials;

    Ready(Fetcher fetcher, Lacking lacking, Instance<Credentials> credentials) {
        this.fetcher = fetcher;
        this.lacking = lacking;
        this.credentials = credentials;
    }

    @Override
    public HealthCheckResponse call() {
        Set<String> layouts = lacking.layouts();
        return HealthCheckResponse.named("publication-fetcher")
                .status(layouts.isEmpty())
                .withData("roles", String.join(",", fetcher.roles()))
                .withData("layoutsLacking", String.join(", ", layouts))
                .withData("troubles", String.join("; ", fetcher.troubles()))
                .withData(
                        "credentials",
                        fetcher.roles().contains("collect") ? credentials.get().told() : "")
                .build();
    }
}
