package omega.fetcher.ledger;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import omega.clock.OmegaClock;
import omega.fetcher.inspect.Verdict;

/**
 * What inspection found out about a sound file, as the ledger keeps it.
 *
 * @param version of the layout
 * @param empreinte fingerprint of that layout in the pack
 * @param secours whether a declared fall-back charset was needed
 * @param entete the header's fields
 * @param creation the publication's date
 * @param lignes details between header and footer
 */
public record Controle(
        String version,
        String empreinte,
        String charset,
        boolean secours,
        Map<String, Object> entete,
        Instant creation,
        long lignes,
        long octets) {

    public static Controle of(Verdict.Sound sound) {
        return new Controle(
                sound.layout().version(),
                sound.layout().fingerprint(),
                sound.charset().name(),
                sound.fallback(),
                sound.header().fields(),
                sound.creation(),
                sound.details(),
                sound.bytes());
    }

    /** The Paris date of the publication, which decides the codes in force. */
    @JsonIgnore
    public LocalDate day() {
        return creation.atZone(OmegaClock.PARIS).toLocalDate();
    }

    @JsonIgnore
    public Charset characters() {
        return Charset.forName(charset);
    }
}
