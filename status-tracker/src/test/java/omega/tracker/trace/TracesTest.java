package omega.tracker.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TracesTest {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final RequestIds ids = new RequestIds();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .setIdGenerator(ids)
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();
    private final Traces traces = new Traces(provider.get("test"), ids, "homologation", false);

    /** SHA-256 of {@code homologation/ESA/D-1}, by sha256sum. */
    private static final String HASH = "55652a9208cc718c1f35d4bb046a213df774a109314e31831e501d384a2789f7";

    @Test
    void theStepsOfARequestAreSpansOfOneTraceThatAnybodyCanFind() {
        traces.step("""
                {"partenaire":"ESA","idDemande":"D-1","kind":"RAD","etat":"Recue","le":"2026-11-24T08:00:00Z",
                 "tardive":false,"preuve":"t/0/1"}""");
        traces.step("""
                {"partenaire":"ESA","idDemande":"D-1","kind":"RAD","etat":"Deposee","le":"2026-11-24T09:10:00Z",
                 "precedent":"Recue","depuis":"2026-11-24T08:00:00Z","tardive":false,"preuve":"t/0/2","lot":7}""");
        traces.step("""
                {"partenaire":"ESA","idDemande":"D-1","kind":"RAD","etat":"RejeteeNiveau1","le":"2026-11-24T09:20:00Z",
                 "precedent":"Deposee","depuis":"2026-11-24T09:10:00Z","motif":"F06","tardive":false,"preuve":"t/0/3"}""");
        traces.step("""
                {"partenaire":"TIR","idDemande":"D-1","etat":"Refusee","le":"2026-11-24T08:00:00Z",
                 "tardive":false,"preuve":"t/0/4"}""");

        List<SpanData> spans = exporter.getFinishedSpanItems();
        assertEquals(
                List.of("Recue", "Deposee", "RejeteeNiveau1", "Refusee"),
                spans.stream().map(SpanData::getName).toList());
        SpanData first = spans.getFirst();
        assertEquals(HASH.substring(0, 32), first.getTraceId());
        assertEquals(HASH.substring(32, 48), first.getSpanId());
        assertEquals("0000000000000000", first.getParentSpanId());
        assertEquals(
                List.of(true, true, true, false),
                spans.stream()
                        .map(each -> each.getTraceId().equals(first.getTraceId()))
                        .toList());
        SpanData deposited = spans.get(1);
        assertEquals(first.getSpanId(), deposited.getParentSpanId());
        assertEquals(4, spans.stream().map(SpanData::getSpanId).distinct().count());
        assertEquals(nanos("2026-11-24T08:00:00Z"), deposited.getStartEpochNanos());
        assertEquals(nanos("2026-11-24T09:10:00Z"), deposited.getEndEpochNanos());
        assertEquals("7", deposited.getAttributes().get(AttributeKey.stringKey("omega.lot")));
        assertEquals(StatusCode.UNSET, deposited.getStatus().getStatusCode());
        assertEquals(StatusCode.ERROR, spans.get(2).getStatus().getStatusCode());
        assertEquals("F06", spans.get(2).getStatus().getDescription());
    }

    private static long nanos(String instant) {
        return TimeUnit.SECONDS.toNanos(Instant.parse(instant).getEpochSecond());
    }
}
