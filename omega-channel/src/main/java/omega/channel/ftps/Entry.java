package omega.channel.ftps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import omega.channel.FileName;
import org.apache.commons.net.ftp.FTPClientConfig;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPFileEntryParser;
import org.apache.commons.net.ftp.parser.NTFTPEntryParser;
import org.apache.commons.net.ftp.parser.UnixFTPEntryParser;
import org.jspecify.annotations.Nullable;

/**
 * One line of a listing.
 *
 * @param name judged, from its bytes
 * @param size bytes; -1 when the line does not say
 * @param modified whole seconds; null when the line does not say
 */
record Entry(FileName name, Type type, long size, @Nullable Instant modified) {
    /** What the entry is. */
    enum Type {
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final int TIME_DIGITS = 14;

    /** {@code type=file;size=5;modify=20261123050000; name} (RFC 3659); each character of {@code line} is a byte. */
    static Entry ofMlsd(String line) {
        int space = line.indexOf(' ');
        if (space < 0) {
            return unreadable(line);
        }
        Map<String, String> facts = new HashMap<>();
        for (String fact : line.substring(0, space).split(";", -1)) {
            int equals = fact.indexOf('=');
            if (equals > 0) {
                facts.put(fact.substring(0, equals).toLowerCase(Locale.ROOT), fact.substring(equals + 1));
            }
        }
        String type = facts.get("type");
        return type == null
                ? unreadable(line)
                : new Entry(
                        judged(line.substring(space + 1)),
                        type(type.toLowerCase(Locale.ROOT)),
                        number(facts.getOrDefault("size", "")),
                        instant(facts.getOrDefault("modify", "")));
    }

    private static Type type(String fact) {
        return switch (fact) {
            case "file" -> Type.FILE;
            case "dir", "cdir", "pdir" -> Type.DIRECTORY;
            default -> fact.startsWith("os.unix=s") ? Type.LINK : Type.OTHER;
        };
    }

    /** {@code -rw-r--r-- 1 ftp ftp 5 Nov 23 05:00 name}, or as Windows lists; null for what is no entry ({@code total 12}). */
    static @Nullable Entry ofList(String line) {
        for (FTPFileEntryParser parser : parsers()) {
            FTPFile file = parser.parseFTPEntry(line);
            if (file != null && file.getName() != null) {
                Instant time = file.getTimestampInstant();
                return new Entry(
                        judged(file.getName()),
                        file.isSymbolicLink()
                                ? Type.LINK
                                : file.isDirectory() ? Type.DIRECTORY : file.isFile() ? Type.FILE : Type.OTHER,
                        file.getSize(),
                        time == null ? null : time.truncatedTo(ChronoUnit.SECONDS));
            }
        }
        return null;
    }

    /** Times in listings have no zone; UTC is what most servers mean, and all that is asked of them is to stay the same. */
    private static List<FTPFileEntryParser> parsers() {
        FTPClientConfig unix = new FTPClientConfig(FTPClientConfig.SYST_UNIX);
        unix.setServerTimeZoneId("UTC");
        FTPClientConfig windows = new FTPClientConfig(FTPClientConfig.SYST_NT);
        windows.setServerTimeZoneId("UTC");
        return List.of(new UnixFTPEntryParser(unix), new NTFTPEntryParser(windows));
    }

    static Entry unreadable(String line) {
        return new Entry(
                new FileName(FileName.printable(line), "not a line that a listing may hold"), Type.OTHER, -1, null);
    }

    private static FileName judged(String bytes) {
        return FileName.of(bytes.getBytes(ISO_8859_1));
    }

    /** -1 for what is no number. */
    static long number(String digits) {
        try {
            return digits.isEmpty() ? -1 : Long.parseLong(digits.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** {@code 20261123050000}, with or without a fraction, always UTC (RFC 3659); null for anything else. */
    static @Nullable Instant instant(String text) {
        String digits = text.strip();
        if (digits.length() < TIME_DIGITS) {
            return null;
        }
        try {
            return LocalDateTime.parse(digits.substring(0, TIME_DIGITS), TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
