package omega.tracker.hear;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/** Ids of evidence, made of what it is: they keep neighbours together, so that an index of them stays small and warm. */
final class Identity {
    private Identity() {}

    /** A file, by its CloudEvents source and the prefix of its hash. */
    static long archive(String source, String prefix) {
        return ByteBuffer.wrap(hash(source + "\n" + prefix)).getLong();
    }

    static UUID line(long archive, long line) {
        return new UUID(archive, line);
    }

    /** An event, by its date and its content. */
    static UUID event(Instant at, String content) {
        ByteBuffer hash = ByteBuffer.wrap(hash(content));
        long low = hash.getLong();
        return new UUID((at.getEpochSecond() << 24) | (hash.getLong() & 0xFFFFFF), low);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
