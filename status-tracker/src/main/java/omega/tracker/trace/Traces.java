package omega.tracker.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tells each step of a request as a span, from the step before it to itself, by the dates of their evidence. A request's first step is its trace's first span.
 * A step that is told again is a span again.
 */
@ApplicationScoped
public class Traces {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FAILURES =
            Set.of("Refusee", "RejeteeNiveau1", "NonRecevable", "Annulee", "Incertaine");
    private final Tracer tracer;
    private final RequestIds ids;
    private final String environment;
    private final boolean off;

    public Traces(
            Tracer tracer,
            RequestIds ids,
            @ConfigProperty(name = "omega.environnement") String environment,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off) {
        this.tracer = tracer;
        this.ids = ids;
        this.environment = environment;
        this.off = off;
    }

    /** {@code suivi} is a value of {@code omega.demande.suivi.v1}. */
    public void step(String suivi) {
        if (off) {
            return;
        }
        JsonNode step = read(suivi);
        RequestIds.Ids known = RequestIds.Ids.of(
                environment,
                step.path("partenaire").asText(),
                step.path("idDemande").asText());
        Instant le = Instant.parse(step.path("le").asText());
        Instant since = step.has("depuis") ? Instant.parse(step.path("depuis").asText()) : le;
        String etat = step.path("etat").asText();
        SpanBuilder span = tracer.spanBuilder(etat).setStartTimestamp(since.isAfter(le) ? le : since);
        step.properties().forEach(each -> {
            if (each.getValue().isValueNode()) {
                span.setAttribute("omega." + each.getKey(), each.getValue().asText());
            }
        });
        Span started = step.has("precedent")
                ? span.setParent(Context.root().with(Span.wrap(first(known)))).startSpan()
                : ids.first(known, () -> span.setNoParent().startSpan());
        if (FAILURES.contains(etat)) {
            started.setStatus(StatusCode.ERROR, step.path("motif").asText(""));
        }
        started.end(le);
    }

    private static SpanContext first(RequestIds.Ids ids) {
        return SpanContext.createFromRemoteParent(
                ids.trace(), ids.span(), TraceFlags.getSampled(), TraceState.getDefault());
    }

    private static JsonNode read(String suivi) {
        try {
            return JSON.readTree(suivi);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the tracker told what is no JSON: " + suivi, e);
        }
    }
}
