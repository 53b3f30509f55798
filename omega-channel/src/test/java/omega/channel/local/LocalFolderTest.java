package omega.channel.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.Listing;
import omega.channel.RemoteFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class LocalFolderTest {
    @TempDir
    Path home;

    private Path root;
    private LocalFolder folder;

    @BeforeEach
    void start() throws IOException {
        root = home.resolve("root");
        Files.createDirectories(root.resolve("in"));
        folder = new LocalFolder("ESA", root);
    }

    @Test
    void listsFilesAndSetsHostileNamesApart() throws IOException {
        Files.writeString(root.resolve("in/REMM.zip"), "12345");
        Files.writeString(root.resolve("in/new\nline"), "x");
        Files.createDirectory(root.resolve("in/sub"));
        Files.createSymbolicLink(root.resolve("in/dangling"), Path.of("nowhere"));

        Listing listing = folder.list("/in");

        RemoteFile file = new RemoteFile(
                "/in/REMM.zip",
                5,
                Files.getLastModifiedTime(root.resolve("in/REMM.zip"))
                        .toInstant()
                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        assertEquals(List.of(file), listing.files());
        assertEquals(List.of(new Listing.Refused("new\\u000aline", "holds a control character")), listing.refused());
        assertEquals(file, folder.stat("/in/REMM.zip"));
    }

    @Test
    void neverLeavesItsRoot() throws IOException {
        Files.writeString(home.resolve("secret"), "x");

        assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.stat("/../secret")));
        assertEquals(
                Kind.NO_SUCH_FILE, kind(() -> folder.read(new RemoteFile("/in/../../secret", 1, Instant.EPOCH), 0)));
        assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.delete("../secret")));
    }

    @Test
    void readsWritesRenamesAndDeletesLikeAServer() throws IOException {
        assertEquals(5, folder.write("/in/a", new ByteArrayInputStream("12345".getBytes(StandardCharsets.UTF_8))));
        assertEquals("345", new String(folder.read(folder.stat("/in/a"), 2).readAllBytes(), StandardCharsets.UTF_8));
        Files.writeString(root.resolve("in/b"), "b");

        assertEquals(Kind.ALREADY_EXISTS, kind(() -> folder.rename("/in/a", "/in/b")));
        assertEquals(Kind.ALREADY_EXISTS, kind(() -> folder.write("/in/b", new ByteArrayInputStream(new byte[1]))));
        folder.rename("/in/a", "/in/c");
        folder.delete("/in/b");

        assertEquals(
                List.of("/in/c"),
                folder.list("/in/").files().stream().map(RemoteFile::path).toList());
        assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.delete("/in/b")));
        assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.stat("/in")));
        assertEquals(Kind.NO_SUCH_DIRECTORY, kind(() -> folder.list("/none")));
        assertEquals(Kind.NO_SUCH_DIRECTORY, kind(() -> folder.list("/in/c")));
    }

    private static Kind kind(Executable executable) {
        return assertThrows(ChannelException.class, executable).kind();
    }
}
