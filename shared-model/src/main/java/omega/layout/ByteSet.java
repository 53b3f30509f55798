package omega.layout;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A set of byte strings that answers without making one. Immutable. */
final class ByteSet {
    private final byte[] @Nullable [] table;
    /** The first eight bytes of each. */
    private final long[] heads;

    ByteSet(Collection<byte[]> members) {
        table = new byte[Integer.highestOneBit(Math.max(4, members.size() * 4))][];
        heads = new long[table.length];
        for (byte[] member : members) {
            long head = head(member, 0, member.length);
            int slot = slot(head, member.length);
            while (table[slot] != null) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = member;
            heads[slot] = head;
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

    private static long head(byte[] source, int from, int to) {
        return from == to ? 0 : Words.load(source, from, Math.min(to, from + 8));
    }

    private int slot(long head, int length) {
        long hash = (head + length) * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 40) & table.length - 1;
    }
}
