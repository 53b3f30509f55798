package omega.layout;

/**
 * What a day's bytes became as JSON: a file has few days, each a thousand times. Holds the last day of each slot, so it never grows; for
 * one column, whose format is always the same.
 */
final class DayMemo {
    private static final int SLOTS = 64;
    /** Bytes of JSON that a day takes at most: {@code "2026-10-01T06:00:00+02:00"} has 27. */
    private static final int ROOM = 32;

    private final long[] first = new long[SLOTS];
    private final long[] last = new long[SLOTS];
    /** Bytes of the field; 0 for an empty slot. */
    private final int[] lengths = new int[SLOTS];

    private final byte[] json = new byte[SLOTS * ROOM];
    private final int[] written = new int[SLOTS];

    /** Writes the day's JSON if it is known. */
    boolean recall(byte[] source, int from, int to, JsonBytes out) {
        if (!fits(to - from)) {
            return false;
        }
        long head = Words.load(source, from);
        long tail = Words.load(source, to - 8);
        int slot = slot(head, tail);
        if (lengths[slot] != to - from || first[slot] != head || last[slot] != tail) {
            return false;
        }
        out.put(json, slot * ROOM, slot * ROOM + written[slot]);
        return true;
    }

    /** Keeps what was written from {@code mark} on. */
    void keep(byte[] source, int from, int to, JsonBytes out, int mark) {
        int size = out.length - mark;
        if (!fits(to - from) || size > ROOM) {
            return;
        }
        long head = Words.load(source, from);
        long tail = Words.load(source, to - 8);
        int slot = slot(head, tail);
        first[slot] = head;
        last[slot] = tail;
        lengths[slot] = to - from;
        written[slot] = size;
        System.arraycopy(out.bytes, mark, json, slot * ROOM, size);
    }

    /** Two words hold all of it. */
    private static boolean fits(int length) {
        return length >= 8 && length <= 16;
    }

    private static int slot(long head, long tail) {
        return (int) ((head * 0x9E3779B97F4A7C15L ^ tail * 0xC2B2AE3D27D4EB4FL) >>> 58);
    }
}
