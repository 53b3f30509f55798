package omega.catalogue;

/**
 * One fault of a pack.
 *
 * @param file path inside the pack, {@code flux/REMM.yaml}
 * @param key where in it, {@code layouts[0].records[1].fields[3].type}; empty for the whole file
 * @param reason what is wrong and what would be right
 */
public record PackFault(String file, String key, String reason) {
    @Override
    public String toString() {
        return file + (key.isEmpty() ? "" : ": " + key) + ": " + reason;
    }
}
