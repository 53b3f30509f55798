package omega.channel.ftps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.FtpsServer;
import omega.channel.FtpsServer.Manners;
import omega.channel.Listing;
import omega.channel.RemoteFile;
import omega.channel.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that list what must not be trusted, and disks that are full. */
@Timeout(60)
class BadServerTest {
    private static final String LONG = "x".repeat(4096);

    @TempDir
    Path home;

    private FtpsFolder connect(FtpsServer server) throws IOException {
        return FtpsFolder.connect(
                "ESA (sandbox, " + server.access().describe() + ")",
                server.access(),
                Timeouts.USUAL,
                BeforeConnect.UNRULED);
    }

    private static byte[] lines(String before) {
        return List.of(
                        "good.zip",
                        "../../etc/passwd",
                        "sub/other.zip",
                        "back\\slash.zip",
                        "..",
                        LONG,
                        "caf\u00e9.zip", // Latin-1: no UTF-8
                        "bell\u0007.zip",
                        "carriage\rreturn.zip",
                        "new\nline.zip")
                .stream()
                .map(name -> before + name + "\r\n")
                .collect(Collectors.joining())
                .getBytes(ISO_8859_1);
    }

    private static void assertOnlyTheGoodOne(Listing listing) {
        Map<String, String> refused = listing.refused().stream()
                .collect(Collectors.toMap(Listing.Refused::name, Listing.Refused::reason, (one, _) -> one));
        assertEquals(
                List.of("good.zip", "new"),
                listing.files().stream().map(RemoteFile::name).sorted().toList());
        assertEquals("holds a path separator", refused.get("../../etc/passwd"));
        assertEquals("holds a path separator", refused.get("sub/other.zip"));
        assertEquals("holds a path separator", refused.get("back\\slash.zip"));
        assertEquals("longer than 255 bytes", refused.get("x".repeat(120)));
        assertEquals("not UTF-8", refused.get("caf\u00e9.zip"));
        assertEquals("holds a control character", refused.get("bell\\u0007.zip"));
        assertTrue(
                refused.keySet().stream().anyMatch(each -> each.contains("carriage\\u000dreturn")), refused::toString);
        assertTrue(refused.containsKey("line.zip"), refused::toString);
    }

    /** What stands before a line break is a name, and what is behind it no entry: nothing says that they were one. */
    @Test
    void setsHostileNamesApart() throws IOException {
        try (FtpsServer server = new FtpsServer(home)) {
            server.list(lines("type=file;size=5;modify=20261123050000; "));
            try (FtpsFolder folder = connect(server)) {
                assertOnlyTheGoodOne(folder.list("/"));
                assertEquals(Kind.NO_SUCH_FILE, kind(folder, "/new"));
            }
            assertEquals(1, server.connections());
        }
    }

    @Test
    void setsHostileNamesApartInTheOlderListing() throws IOException {
        try (FtpsServer server = new FtpsServer(home, Manners.usual().without("MLST", "MLSD", "SIZE", "MDTM"))) {
            server.list(lines("-rw-r--r--   1 ftp ftp 5 Nov 23 2025 "));
            try (FtpsFolder folder = connect(server)) {
                assertOnlyTheGoodOne(folder.list("/"));
            }
        }
    }

    private static Kind kind(FtpsFolder folder, String path) {
        return assertThrows(ChannelException.class, () -> folder.stat(path)).kind();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n",
                "garbage",
                "type=file;size=-3;modify=20261123050000; a",
                "type=file;size=99999999999999999999;modify=20261123050000; a",
                "type=file;size=5;modify=20269999999999; a",
                ";;;==;; a",
                "type=; "
            })
    void goesOnAfterNonsense(String text) throws IOException {
        try (FtpsServer server = new FtpsServer(home)) {
            Files.writeString(server.root().resolve("f"), "12345");
            server.list(text.getBytes(ISO_8859_1));
            try (FtpsFolder folder = connect(server)) {
                assertEquals(List.of(), folder.list("/").files());
                assertEquals(5, folder.stat("/f").size());
            }
        }
    }

    /** As vsftpd, ProFTPD, Pure-FTPd, IIS and FileZilla say it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            552 | Exceeded storage allocation.                          | NO_SPACE
            452 | Insufficient storage space in system.                 | NO_SPACE
            451 | Failure writing to local file.                        | NO_SPACE
            550 | lot.tmp: No space left on device                      | NO_SPACE
            550 | Disk quota exceeded                                   | NO_SPACE
            550 | There is not enough space on the disk.                | NO_SPACE
            553 | Disk full - please upload later                       | NO_SPACE
            550 | Permission denied                                     | NO_PERMISSION
            """)
    void saysWhenTheDiskIsFull(int code, String text, Kind kind) throws IOException {
        try (FtpsServer server = new FtpsServer(home)) {
            server.answer("STOR", code, text);
            try (FtpsFolder folder = connect(server)) {
                ChannelException told = assertThrows(
                        ChannelException.class,
                        () -> folder.write("/lot.tmp", new ByteArrayInputStream(new byte[70_000])));

                assertEquals(kind, told.kind(), told.getMessage());
                String message = told.getMessage();
                assertTrue(
                        message.contains("ESA") && message.contains("localhost") && message.contains("GRDF"), message);
                assertEquals(0, folder.list("/").files().size());
            }
        }
    }
}
