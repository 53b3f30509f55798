package omega.bench.kernel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.StringArrayHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import omega.catalogue.Catalogue;
import omega.catalogue.Layout;
import omega.layout.LineReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The same ten thousand rows through each way; a call is all of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class KernelTurns {
    static final int ROWS = 10_000;
    private final byte[] rows = Rows.bytes(ROWS);
    private final LineReader reader = reader();
    private final String[] names = Rows.NAMES.split(";", -1);
    private final JsonFactory json = new JsonFactory();

    private static LineReader reader() {
        try {
            Catalogue catalogue = Catalogue.load(Optional.of(Rows.pack(Files.createTempDirectory("omega-bench"))));
            Layout layout = Rows.layout(catalogue);
            return new LineReader(layout, layout.charsets().getFirst(), LocalDate.of(2026, 11, 23));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Split, checked and decoded into the reader's own buffer. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void read(Blackhole hole) {
        int from = 0;
        for (int line = 2; from < rows.length; line++) {
            int to = LineReader.end(rows, from, rows.length);
            hole.consume(read(from, to, line));
            from = to + 1;
        }
    }

    /** And the record's JSON and key as arrays of their own, as they go to Kafka. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void readToJson(Blackhole hole) {
        int from = 0;
        for (int line = 2; from < rows.length; line++) {
            int to = LineReader.end(rows, from, rows.length);
            hole.consume(read(from, to, line));
            hole.consume(reader.json());
            hole.consume(reader.key());
            from = to + 1;
        }
    }

    private boolean read(int from, int to, int line) {
        if (!reader.read(rows, from, to, line)) {
            throw new IllegalStateException(reader.faults().toString());
        }
        return true;
    }

    /** Split into strings, no check, nothing decoded: FastCSV at its fastest. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void fastCsv(Blackhole hole) throws IOException {
        try (CsvReader<String[]> csv = csv()) {
            csv.forEach(hole::consume);
        }
    }

    /** And written as JSON strings by Jackson's generator, still without a check. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void fastCsvToJson(Blackhole hole) throws IOException {
        try (CsvReader<String[]> csv = csv()) {
            for (String[] row : csv) {
                ByteArrayOutputStream out = new ByteArrayOutputStream(300);
                try (JsonGenerator to = json.createGenerator(out)) {
                    to.writeStartObject();
                    for (int i = 0; i < names.length; i++) {
                        to.writeStringField(names[i], row[i]);
                    }
                    to.writeEndObject();
                }
                hole.consume(out.toByteArray());
                hole.consume(row[0].getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private CsvReader<String[]> csv() {
        return CsvReader.builder()
                .fieldSeparator(';')
                .build(StringArrayHandler.of(), new ByteArrayInputStream(rows), StandardCharsets.US_ASCII);
    }
}
