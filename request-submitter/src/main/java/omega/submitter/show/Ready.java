package omega.submitter.show;

import jakarta.enterprise.context.ApplicationScoped;
import omega.runtime.credential.Credentials;
import omega.submitter.Submitter;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once started. What fails for the moment, and what is wrong with credentials, is told and does not count. */
@Readiness
@ApplicationScoped
class Ready implements HealthCheck {
    private final Submitter submitter;
    private final Credentials credentials;

    Ready(Submitter submitter, Credentials credentials) {
        this.submitter = submitter;
        this.credentials = credentials;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("request-submitter")
                .up()
                .withData("troubles", String.join("; ", submitter.troubles()))
                .withData("credentials", credentials.told())
                .build();
    }
}
