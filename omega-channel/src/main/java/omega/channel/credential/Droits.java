package omega.channel.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import omega.channel.credential.Finding.Gravity;

/** Who may read and write a file, where the file system tells. A group may read: so do secrets come that a cluster mounts. */
public final class Droits {
    private Droits() {}

    /** A private key: others must not read it, nobody but the owner write it. */
    public static List<Finding> secret(Path file) {
        return allowed(
                file,
                Set.of(
                        PosixFilePermission.OTHERS_READ,
                        PosixFilePermission.OTHERS_WRITE,
                        PosixFilePermission.GROUP_WRITE),
                "chmod 600");
    }

    /** What is trusted: others must not write it. */
    public static List<Finding> trusted(Path file) {
        return allowed(file, Set.of(PosixFilePermission.OTHERS_WRITE), "chmod 644");
    }

    private static List<Finding> allowed(Path file, Set<PosixFilePermission> forbidden, String remedy) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view == null || view.readAttributes().permissions().stream().noneMatch(forbidden::contains)) {
                return List.of();
            }
            return List.of(new Finding(
                    Contrainte.DROITS,
                    Gravity.ATTENTION,
                    file.toString(),
                    "others than the service's user may read or change it: "
                            + PosixFilePermissions.toString(
                                    view.readAttributes().permissions()),
                    remedy + " " + file));
        } catch (IOException e) {
            return List.of(); // that it cannot be read is told by whoever reads it
        }
    }
}
