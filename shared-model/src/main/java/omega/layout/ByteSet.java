package omega.layout;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A set of byte strings that answers without making one. Immutable. */
final class ByteSet {
    private final byte[] @Nullable [] table;
    /** The first eight bytes of each. */
    private final long[] heads;
    /** Those of up to eight bytes that stand for themselves in JSON; zeros are empty slots. */
    private final long[] plain;

    ByteSet(Collection<byte[]> members) {
        table = new byte[Integer.highestOneBit(Math.max(4, members.size() * 4))][];
        heads = new long[table.length];
        plain = new long[table.length];
        for (byte[] member : members) {
            long head = head(member, 0, member.length);
            int slot = slot(head, member.length);
            while (table[slot] != null) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = member;
            heads[slot] = head;
            if (member.length > 0 && member.length <= 8 && Words.plain(member, 0, member.length) == member.length) {
                int free = plainSlot(head);
                while (plain[free] != 0) {
                    free = free + 1 & plain.length - 1;
                }
                plain[free] = head;
            }
        }
    }

    boolean contains(byte[] source, int from, int to) {
        long head = head(source, from, to);
        int slot = slot(head, to - from);
        for (byte[] member = table[slot]; member != null; member = table[slot]) {
            if (heads[slot] == head
                    && member.length == to - from
                    && (to - from <= 8 || Arrays.equals(member, 8, member.length, source, from + 8, to))) {
                return true;
            }
            slot = slot + 1 & table.length - 1;
        }
        return false;
    }

    /** Whether a word of one to eight bytes, zeros above them, is a member that stands for itself in JSON. */
    boolean containsPlain(long word) {
        int slot = plainSlot(word);
        while (plain[slot] != 0) {
            if (plain[slot] == word) {
                return true;
            }
            slot = slot + 1 & plain.length - 1;
        }
        return false;
    }

    private int plainSlot(long word) {
        return (int) ((word * 0x9E3779B97F4A7C15L) >>> 40) & plain.length - 1;
    }

    private static long head(byte[] source, int from, int to) {
        return from == to ? 0 : Words.load(source, from, Math.min(to, from + 8));
    }

    private int slot(long head, int length) {
        long hash = (head + length) * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 40) & table.length - 1;
    }
}
