package omega.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What tests of all modules, and of one build after another, keep on this machine for this user. */
public final class TestDirectory {
    private TestDirectory() {}

    /**
     * The directory of that name, which is there.
     *
     * @throws IllegalStateException if somebody else made its parent
     */
    public static Path of(String name) {
        Path shared = Path.of(System.getProperty("java.io.tmpdir"), "omega-" + System.getProperty("user.name"));
        try {
            Files.createDirectories(shared);
            Path mine = Files.createTempFile(shared, "owner", null);
            try {
                if (!Files.getOwner(shared, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(mine))) {
                    throw new IllegalStateException(shared + " belongs to somebody else");
                }
            } finally {
                Files.delete(mine);
            }
            return Files.createDirectories(shared.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + shared, e);
        }
    }
}
