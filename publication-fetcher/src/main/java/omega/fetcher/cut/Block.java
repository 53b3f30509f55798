package omega.fetcher.cut;

/**
 * Some whole lines of a file, each ended by LF.
 *
 * @param number from 1
 * @param firstLine number of its first line in the file
 */
@SuppressWarnings("ArrayRecordComponent") // a block is moved, never compared
public record Block(long number, long firstLine, int lines, byte[] bytes) {}
