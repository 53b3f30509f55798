package omega.fetcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Publications of the tests, written out by hand and packed by the JDK: none of our own writers or readers. */
public final class Publications {
    private Publications() {}

    /** A COK1 file of {@code lines} details, about 24 bytes each; the seed decides every coefficient. */
    public static String cok1(String partner, long seed, int lines) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(header("COK1", "1", partner));
        for (int i = 0; i < lines; i++) {
            text.append(i % 2 == 0 ? "ZN" : "ZS").append(";20261122;1.");
            text.append(String.valueOf(1_000_000 + random.nextInt(1_000_000)).substring(1))
                    .append(";PRO\n");
        }
        return text.append("FIN;").append(lines).append('\n').toString();
    }

    /** A REMM file, version 1: one line a PCE; {@code energies} in kWh. */
    public static String remm(String partner, long... energies) {
        StringBuilder text = new StringBuilder(header("REMM", "1", partner));
        for (int i = 0; i < energies.length; i++) {
            text.append("REL;%014d;GD0751;01/11/2026;01/10/2026;01/11/2026;RNO;MES;1;2;3;11,29;%d;PRO\n"
                    .formatted(21_434_567_890_000L + i, energies[i]));
        }
        return text.append("FIN;").append(energies.length).append('\n').toString();
    }

    /** The first line of a standard envelope, put out on 2026-11-23 at 11:00. */
    public static String header(String flux, String version, String partner) {
        return "ENT;%s;%s;GRDF;%s;20261123110000;17\n".formatted(flux, version, partner);
    }

    /** The name under which OMEGA would put out a COK1 file. */
    public static String cok1Name(String partner, int sequence) {
        return "GRDF_COK1_20261123_%s_%03d.zip".formatted(partner, sequence);
    }

    /** The name under which OMEGA would put out a REMM file. */
    public static String remmName(String partner, int sequence) {
        return "REMM_%s_20261123120500_%05d.zip".formatted(partner, sequence);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** An archive whose one member has the name that its header's flux asks for, COK1's where there is no header. */
    public static byte[] zip(String text) {
        return zip(member(text), bytes(text));
    }

    /** A name that the pack allows for the member. */
    public static String member(String text) {
        String[] fields = text.split(";", 3);
        return switch (fields.length < 3 || !fields[0].endsWith("ENT") ? "COK1" : fields[1]) {
            case "REMM", "RE1M" -> fields[1] + "_P_20261123120500_00001.csv";
            case "LPCE" -> "LPCE_P_20261124-0730.csv";
            case String other -> "GRDF_COK1_20261123_P_001.csv";
        };
    }

    /** An archive of the given members, names and contents in turn. */
    public static byte[] zip(Object... members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < members.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) members[i]));
                zip.write((byte[]) members[i + 1]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** An archive whose member is not compressed, so that its bytes can be found and changed. */
    public static byte[] stored(String name, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry(name);
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
