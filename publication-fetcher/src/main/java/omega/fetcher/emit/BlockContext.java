package omega.fetcher.emit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.Controle;
import omega.fetcher.ledger.Ledger;

/**
 * All that a parser must know of a block, as one header of its record. Fields may be added, never renamed or removed: an older parser
 * reads a newer collector's blocks, and the reverse.
 *
 * @param fichier id in the ledger
 * @param bloc number of the block, from 1
 * @param premiereLigne number of its first line in the file
 * @param pack fingerprint of the whole pack, for people; what decides is the layout's, in {@code controle}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BlockContext(
        long fichier,
        String partenaire,
        String source,
        String flux,
        String nom,
        String sha256,
        int revision,
        long bloc,
        long premiereLigne,
        String pack,
        Controle controle) {

    /** Name of the header. */
    public static final String HEADER = "omega_contexte";

    static BlockContext of(
            CollectedFile file, Controle controle, String source, String pack, long bloc, long firstLine) {
        return new BlockContext(
                file.id(),
                file.partenaire(),
                source,
                file.flux(),
                file.nom(),
                file.hash(),
                file.revision(),
                bloc,
                firstLine,
                pack,
                controle);
    }

    public byte[] bytes() {
        try {
            return Ledger.JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads what {@link #bytes} wrote. */
    public static BlockContext read(byte[] bytes) {
        try {
            return Ledger.JSON.readValue(bytes, BlockContext.class);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "a block without a readable context: " + new String(bytes, StandardCharsets.UTF_8), e);
        }
    }

    /** Key of the file's events. */
    @JsonIgnore
    public String key() {
        return partenaire + "/" + flux + "/" + prefix();
    }

    /** How records name their file: the first 16 digits of its hash. */
    @JsonIgnore
    public String prefix() {
        return sha256.substring(0, 16);
    }
}
