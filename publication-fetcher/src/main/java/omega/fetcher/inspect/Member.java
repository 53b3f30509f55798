package omega.fetcher.inspect;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import omega.catalogue.Transports.Limits;
import omega.fetcher.ledger.FileFault;
import omega.fetcher.ledger.FileFault.Code;

/** The one member of an archive (§3.2.2). Its stream checks size, ratio and CRC while it is read. */
public final class Member implements AutoCloseable {
    /** Below this a high ratio does no harm. */
    private static final long RATIO_FROM = 16L << 20;

    private final ZipFile zip;
    private final ZipEntry entry;
    private final Limits limits;

    private Member(ZipFile zip, ZipEntry entry, Limits limits) {
        this.zip = zip;
        this.entry = entry;
        this.limits = limits;
    }

    /**
     * Opens an archive.
     *
     * @throws Unsound when it is no sound archive of exactly one plain file
     */
    public static Member open(Path archive, Limits limits) throws IOException, Unsound {
        long size = Files.size(archive);
        if (size == 0) {
            throw new Unsound(Code.FICHIER_VIDE, "the archive has no bytes");
        }
        if (size > limits.archiveBytes()) {
            throw new Unsound(
                    Code.ARCHIVE_TROP_GRANDE,
                    "the archive has " + size + " bytes, the pack allows " + limits.archiveBytes());
        }
        ZipFile zip = zip(archive);
        try {
            return new Member(zip, onlyEntry(zip), limits);
        } catch (Unsound | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static ZipFile zip(Path archive) throws IOException, Unsound {
        try {
            return new ZipFile(archive.toFile());
        } catch (ZipException | EOFException e) {
            throw new Unsound(Code.ARCHIVE_ILLISIBLE, "no sound ZIP archive, perhaps truncated: " + e.getMessage());
        }
    }

    private static ZipEntry onlyEntry(ZipFile zip) throws Unsound {
        if (zip.size() != 1) {
            throw new Unsound(Code.ARCHIVE_PLUSIEURS_ENTREES, "the archive must have one entry, has " + zip.size());
        }
        Enumeration<? extends ZipEntry> entries = zip.entries();
        ZipEntry entry = entries.nextElement();
        String name = entry.getName();
        if (entry.isDirectory()
                || name.contains("/")
                || name.contains("\\")
                || name.equals("..")
                || name.indexOf(0) >= 0) {
            throw new Unsound(Code.ARCHIVE_CHEMIN, "the entry's name must be a plain file name, without a path");
        }
        return entry;
    }

    public String name() {
        return entry.getName();
    }

    /** The member's bytes; a read throws {@link Unsound.Reading} where the archive turns out unsound. */
    public InputStream stream() throws IOException {
        try {
            return new Checked(zip.getInputStream(entry));
        } catch (ZipException e) {
            throw new Unsound.Reading(new Unsound(Code.ARCHIVE_ILLISIBLE, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private final class Checked extends FilterInputStream {
        private final CRC32 crc = new CRC32();
        private long count;

        Checked(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read;
            try {
                read = super.read(bytes, from, length);
            } catch (ZipException | EOFException e) {
                throw unsound(Code.ARCHIVE_ILLISIBLE, "the compressed data is damaged: " + e.getMessage());
            }
            if (read < 0) {
                if (crc.getValue() != entry.getCrc() || count != entry.getSize()) {
                    throw unsound(Code.ARCHIVE_ILLISIBLE, "checksum or size differ from what the archive says");
                }
                return read;
            }
            crc.update(bytes, from, read);
            count += read;
            if (count > limits.memberBytes()) {
                throw unsound(Code.ARCHIVE_BOMBE, "the member exceeds " + limits.memberBytes() + " bytes");
            }
            if (count > RATIO_FROM && count / limits.ratio() > entry.getCompressedSize()) {
                throw unsound(
                        Code.ARCHIVE_BOMBE, "more than " + limits.ratio() + " bytes come out for a byte that goes in");
            }
            return read;
        }

        private IOException unsound(Code code, String reason) {
            return new Unsound.Reading(new Unsound(code, reason));
        }
    }

    /** An archive that cannot be read whole. */
    public static final class Unsound extends Exception {
        private static final long serialVersionUID = 1;
        private final transient FileFault fault;

        Unsound(Code code, String reason) {
            super(reason);
            this.fault = FileFault.of(code, reason);
        }

        public FileFault fault() {
            return fault;
        }

        /** The same, met in the middle of a stream. */
        public static final class Reading extends IOException {
            private static final long serialVersionUID = 1;
            private final transient FileFault fault;

            Reading(Unsound unsound) {
                super(unsound.getMessage(), unsound);
                this.fault = unsound.fault();
            }

            public FileFault fault() {
                return fault;
            }
        }
    }
}
