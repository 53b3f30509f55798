package omega.fetcher.inspect;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import omega.catalogue.Envelope;
import omega.clock.OmegaClock;

/** A file's header, by field name (§3.2.2); numbers are numbers, all else is text. */
public record Header(Map<String, Object> fields) {

    public Optional<String> text(String name) {
        return Optional.ofNullable(fields.get(name)).map(String::valueOf);
    }

    /** When OMEGA made the file, where the header tells. */
    public Optional<Instant> creation() {
        return text(Envelope.CREATION).flatMap(Header::instant);
    }

    private static Optional<Instant> instant(String text) {
        return Optional.of(
                text.length() == 10
                        ? LocalDate.parse(text).atStartOfDay(OmegaClock.PARIS).toInstant()
                        : OffsetDateTime.parse(text).toInstant());
    }
}
