package omega.layout;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A set of byte strings that answers without making one. Immutable. */
final class ByteSet {
    private final byte[] @Nullable [] table;

    ByteSet(Collection<byte[]> members) {
        table = new byte[Integer.highestOneBit(Math.max(4, members.size() * 4))][];
        for (byte[] member : members) {
            int slot = hash(member, 0, member.length);
            while (table[slot] != null) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = member;
        }
    }

    boolean contains(byte[] source, int from, int to) {
        int slot = hash(source, from, to);
        for (byte[] member = table[slot]; member != null; member = table[slot]) {
            if (Arrays.equals(member, 0, member.length, source, from, to)) {
                return true;
            }
            slot = slot + 1 & table.length - 1;
        }
        return false;
    }

    private int hash(byte[] source, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + source[i];
        }
        return (hash ^ hash >>> 15) & table.length - 1;
    }
}
