package omega.tracker.show;

import jakarta.enterprise.context.ApplicationScoped;
import omega.tracker.Tracker;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the schema is; what fails for the moment is told, and does not count. */
@Readiness
@ApplicationScoped
class Ready implements HealthCheck {
    private final Tracker tracker;

    Ready(Tracker tracker) {
        this.tracker = tracker;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("status-tracker")
                .up()
                .withData("troubles", String.join("; ", tracker.troubles()))
                .build();
    }
}
