package omega.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import omega.channel.ftps.FtpsFolder;
import omega.channel.sftp.SftpFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a server is asked while many small files are collected in one session, counted at the server: of each file to open it, to read it
 * and to close it, and once more whether it still is the file that was listed; nothing else.
 */
@Timeout(600)
class RoundTripsTest {
    private static final int FILES = Boolean.getBoolean("tests.full") ? 10_000 : 50;

    @TempDir
    Path home;

    private List<RemoteFile> putOutAndList(Path root, RemoteFolder folder) throws IOException {
        for (int i = 0; i < FILES; i++) {
            Files.writeString(root.resolve("F%05d".formatted(i)), "content " + i);
        }
        List<RemoteFile> files = folder.list("/").files();
        assertEquals(FILES, files.size());
        return files;
    }

    private void collect(RemoteFolder folder, List<RemoteFile> files) throws IOException {
        for (RemoteFile file : files) {
            Path target = home.resolve("archive").resolve(file.name());
            assertTrue(Download.fetch(folder, file, target) instanceof Download.Complete);
            assertEquals("content " + Integer.parseInt(file.name().substring(1)), Files.readString(target));
        }
    }

    private static Map<String, Integer> counted(List<String> requests) {
        return requests.stream()
                .map(each -> each.split(" ", 2)[0])
                .collect(Collectors.toMap(each -> each, _ -> 1, Integer::sum, TreeMap::new));
    }

    @Test
    void sftpAsksFourThingsAFile() throws IOException {
        try (TestServer server = new TestServer(home);
                SftpFolder folder = SftpFolder.connect("ESA", server.access(), Timeouts.USUAL, BeforeConnect.UNRULED)) {
            List<RemoteFile> files = putOutAndList(server.root(), folder);
            server.requests().clear();
            collect(folder, files);
            assertEquals(
                    Map.of("SSH_FXP_OPEN", FILES, "SSH_FXP_READ", FILES, "SSH_FXP_CLOSE", FILES, "SSH_FXP_STAT", FILES),
                    counted(server.requests()));
            assertEquals(1, server.connections());
        }
    }

    /** Beside them one listing, over one data connection; all data connections resume the session. */
    @Test
    void ftpsAsksThreeThingsAFile() throws IOException {
        try (FtpsServer server = new FtpsServer(home);
                FtpsFolder folder = FtpsFolder.connect("ESA", server.access(), Timeouts.USUAL, BeforeConnect.UNRULED)) {
            List<RemoteFile> files = putOutAndList(server.root(), folder);
            List<String> before = List.copyOf(server.commands());
            collect(folder, files);
            assertEquals(1, Collections.frequency(before, "MLSD /"));
            assertEquals(
                    Map.of("PASV", FILES, "RETR", FILES, "MLST", FILES),
                    counted(server.commands()
                            .subList(before.size(), server.commands().size())));
            assertEquals(0, server.fresh());
            assertEquals(FILES + 1, server.resumed());
            assertEquals(1, server.connections());
        }
    }
}
