package omega.fetcher.emit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import omega.event.Headers;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The headers of a block's lines: those that all share, made once, and three of each line's own. {@code ce_subject} is prefix:line,
 * {@code ce_id} that and the revision.
 */
final class LineHeaders {
    static final byte[] JSON = ascii("application/json");
    static final byte[] ONE = ascii("1.0");

    private final Header[] common;
    private final byte[] prefix;
    private final byte[] revision;

    /** Of records or rejets, as {@code type} says. */
    LineHeaders(BlockContext block, String type) {
        this.prefix = ascii(block.prefix() + ":");
        this.revision = ascii(":" + block.revision());
        this.common = new Header[] {
            new RecordHeader(Headers.SPEC_VERSION, ONE),
            new RecordHeader(Headers.TYPE, ascii(type)),
            new RecordHeader(Headers.SOURCE, block.source().getBytes(StandardCharsets.UTF_8)),
            new RecordHeader(Headers.TIME, ascii(block.controle().creation().toString())),
            new RecordHeader(Headers.CONTENT_TYPE, JSON),
            new RecordHeader(Headers.REVISION, ascii(Integer.toString(block.revision()))),
            new RecordHeader(Headers.FICHIER, block.nom().getBytes(StandardCharsets.UTF_8))
        };
    }

    List<Header> of(long line) {
        byte[] subject = numbered(line);
        byte[] id = Arrays.copyOf(subject, subject.length + revision.length);
        System.arraycopy(revision, 0, id, subject.length, revision.length);
        Header[] headers = Arrays.copyOf(common, common.length + 3);
        headers[common.length] = new RecordHeader(Headers.ID, id);
        headers[common.length + 1] = new RecordHeader(Headers.SUBJECT, subject);
        headers[common.length + 2] =
                new RecordHeader(Headers.LIGNE, Arrays.copyOfRange(subject, prefix.length, subject.length));
        return Arrays.asList(headers);
    }

    /** The prefix and the line's number, written from its end. */
    private byte[] numbered(long line) {
        int digits = 1;
        for (long rest = line; rest >= 10; rest /= 10) {
            digits++;
        }
        byte[] numbered = Arrays.copyOf(prefix, prefix.length + digits);
        long rest = line;
        for (int at = numbered.length - 1; at >= prefix.length; at--) {
            numbered[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return numbered;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
