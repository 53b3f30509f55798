package omega.fetcher.inspect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import omega.fetcher.ledger.FileFault.Code;

/**
 * Whether an archive is its one entry and nothing besides. A ZIP is read from its end, so what stands before or between (another archive, an
 * entry that is in no directory) would be lost without a word. Zeros after the end are padding, and no fault.
 */
final class ZipFrame {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final long IN_64 = 0xFFFFFFFFL;
    /** A data descriptor with its mark and 64-bit sizes. */
    private static final int LONGEST_DESCRIPTOR = 24;

    private final FileChannel file;

    private ZipFrame(FileChannel file) {
        this.file = file;
    }

    /** Checks an archive that the JDK reads as one entry of {@code compressed} bytes. */
    static void check(Path archive, long compressed) throws IOException, Member.Unsound {
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.READ)) {
            new ZipFrame(file).check(compressed);
        }
    }

    private void check(long compressed) throws IOException, Member.Unsound {
        long end = end();
        ByteBuffer record = at(end, END_BYTES);
        long directoryBytes = record.getInt(12) & IN_64;
        long directory = record.getInt(16) & IN_64;
        long after = end;
        if (directory == IN_64 || directoryBytes == IN_64) {
            ByteBuffer locator = at(end - 20, 20);
            after = locator.getLong(8);
            ByteBuffer wide = at(after, 56);
            require(locator.getInt(0) == LOCATOR_64 && wide.getInt(0) == END_64);
            directoryBytes = wide.getLong(40);
            directory = wide.getLong(48);
        }
        require(directory + directoryBytes == after);
        ByteBuffer central = at(directory, 46);
        require(central.getInt(0) == CENTRAL && central.getInt(42) == 0);
        ByteBuffer local = at(0, 30);
        require(local.getInt(0) == LOCAL);
        long data = 30L + (local.getShort(26) & 0xFFFF) + (local.getShort(28) & 0xFFFF);
        long between = directory - data - compressed;
        require(between >= 0 && between <= LONGEST_DESCRIPTOR);
    }

    /** Where the end record stands: the last one after whose comment there are only zeros. */
    private long end() throws IOException, Member.Unsound {
        long size = file.size();
        long from = Math.max(0, size - END_BYTES - LONGEST_COMMENT);
        ByteBuffer tail = at(from, (int) (size - from));
        for (int i = tail.limit() - END_BYTES; i >= 0; i--) {
            if (tail.getInt(i) == END && zeros(tail, i + END_BYTES + (tail.getShort(i + 20) & 0xFFFF))) {
                return from + i;
            }
        }
        throw unsound();
    }

    private static boolean zeros(ByteBuffer tail, int from) {
        if (from > tail.limit()) {
            return false;
        }
        for (int i = from; i < tail.limit(); i++) {
            if (tail.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private ByteBuffer at(long position, int length) throws IOException, Member.Unsound {
        require(position >= 0 && position + length <= file.size());
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) >= 0) {
            // read on
        }
        return bytes.flip();
    }

    private static void require(boolean so) throws Member.Unsound {
        if (!so) {
            throw unsound();
        }
    }

    private static Member.Unsound unsound() {
        return new Member.Unsound(
                Code.ARCHIVE_ILLISIBLE,
                "the archive holds bytes that belong to no entry, perhaps another archive before it");
    }
}
