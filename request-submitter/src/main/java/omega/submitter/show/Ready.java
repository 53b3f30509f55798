package omega.submitter.show;

import jakarta.enterprise.context.ApplicationScoped;
import omega.submitter.Submitter;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once started. What fails for the moment is told, and does not count: OMEGA may be away. */
@Readiness
@ApplicationScoped
class Ready implements HealthCheck {
    private final Submitter submitter;

    Ready(Submitter submitter) {
        this.submitter = submitter;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("request-submitter")
                .up()
                .withData("troubles", String.join("; ", submitter.troubles()))
                .build();
    }
}
