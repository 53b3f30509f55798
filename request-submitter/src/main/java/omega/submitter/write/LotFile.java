package omega.submitter.write;

/**
 * A file ready for its deposit. The arrays are the file's own: not to be changed.
 *
 * @param archiveName its final name in the partner's directory
 * @param member the bytes before compression
 * @param archive the ZIP's bytes, which are deposited
 * @param sha256 of {@code archive}, in lower-case hexadecimal
 */
@SuppressWarnings("ArrayRecordComponent") // compared by sha256, never by equals
public record LotFile(String archiveName, String memberName, byte[] member, byte[] archive, String sha256) {}
