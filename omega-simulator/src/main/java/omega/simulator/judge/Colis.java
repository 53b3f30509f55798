package omega.simulator.judge;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import omega.catalogue.DemandeKind;
import omega.simulator.judge.Lecture.Refus;

/** The archive of a deposited file (§3.2.2): one entry of the right name, sound, and text in the kind's charset. */
sealed interface Colis {
    /** Most bytes of what an archive holds: many times the largest file of requests, and it fits into memory. */
    int MOST = 32 << 20;

    /** What it holds. */
    record Texte(String texte) implements Colis {}

    /** It cannot be used. */
    record Mauvais(Refus refus) implements Colis {}

    static Colis open(Path archive, DemandeKind kind) throws IOException {
        byte[] bytes;
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            if (zip.size() != 1) {
                return bad(Motif.F02, "l'archive a " + zip.size() + " entrées et non une");
            }
            ZipEntry entry = zip.entries().nextElement();
            if (entry.isDirectory() || kind.member().match(entry.getName()).isEmpty()) {
                return bad(Motif.F02, "le nom de l'entrée n'est pas conforme");
            }
            bytes = member(zip, entry);
        } catch (ZipException | EOFException e) {
            return bad(Motif.F02, "l'archive n'est pas un ZIP lisible");
        }
        if (bytes.length > MOST) {
            return bad(Motif.F02, "l'entrée est trop grande");
        }
        return text(bytes, kind.charset());
    }

    /** The entry's bytes, which must have its CRC; cut after {@link #MOST} bytes and one. */
    private static byte[] member(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MOST + 1);
            CRC32 crc = new CRC32();
            crc.update(bytes);
            if (bytes.length <= MOST && crc.getValue() != entry.getCrc()) {
                throw new ZipException("another CRC");
            }
            return bytes;
        }
    }

    private static Colis text(byte[] bytes, Charset charset) {
        try {
            return new Texte(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return bad(Motif.F07, "un octet n'est pas du jeu " + charset.name());
        }
    }

    private static Colis bad(Motif motif, String libelle) {
        return new Mauvais(new Refus(motif, libelle));
    }
}
