package omega.simulator.serve;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.security.Principal;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/**
 * What a partner may do: read everywhere, and write, rename and remove files in the one directory of his requests (§3.2.3).
 * Publications OMEGA alone puts out and withdraws. What a client says of times and permissions there is passed over.
 */
final class SftpAccess implements SftpFileSystemAccessor {
    private final Inbox inbox;
    private final String demandes;

    /** {@code demandes} is that directory, as a partner names it. */
    SftpAccess(Inbox inbox, String demandes) {
        this.inbox = inbox;
        this.demandes = demandes;
    }

    private boolean isRequest(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parent != null && parent.toString().equals(demandes);
    }

    private static String name(Path file) {
        return String.valueOf(file.normalize().getFileName());
    }

    private static String partenaire(SftpSubsystemProxy subsystem) {
        return subsystem.getServerSession().getUsername();
    }

    /** Ends the connection at once: what was about to be answered is lost. */
    private static Runnable cut(SftpSubsystemProxy subsystem) {
        return () -> subsystem.getServerSession().close(true);
    }

    @Override
    public SeekableByteChannel openFile(
            SftpSubsystemProxy subsystem,
            FileHandle fileHandle,
            Path file,
            String handle,
            Set<? extends OpenOption> options,
            FileAttribute<?>... attrs)
            throws IOException {
        if (options.stream().allMatch(option -> option == StandardOpenOption.READ)) {
            inbox.slow();
            return SftpFileSystemAccessor.super.openFile(subsystem, fileHandle, file, handle, options, attrs);
        }
        check(file);
        return inbox.write(
                partenaire(subsystem),
                name(file),
                () -> SftpFileSystemAccessor.super.openFile(subsystem, fileHandle, file, handle, options),
                cut(subsystem));
    }

    @Override
    public DirectoryStream<Path> openDirectory(
            SftpSubsystemProxy subsystem, DirectoryHandle dirHandle, Path dir, String handle, LinkOption... options)
            throws IOException {
        inbox.slow();
        return SftpFileSystemAccessor.super.openDirectory(subsystem, dirHandle, dir, handle, options);
    }

    @Override
    public void setFileAttribute(
            SftpSubsystemProxy subsystem, Path file, String view, String attribute, Object value, LinkOption... options)
            throws IOException {
        check(file);
    }

    @Override
    public void setFileOwner(SftpSubsystemProxy subsystem, Path file, Principal value, LinkOption... options)
            throws IOException {
        check(file);
    }

    @Override
    public void setGroupOwner(SftpSubsystemProxy subsystem, Path file, Principal value, LinkOption... options)
            throws IOException {
        check(file);
    }

    @Override
    public void setFilePermissions(
            SftpSubsystemProxy subsystem, Path file, Set<PosixFilePermission> perms, LinkOption... options)
            throws IOException {
        check(file);
    }

    @Override
    public void setFileAccessControl(SftpSubsystemProxy subsystem, Path file, List<AclEntry> acl, LinkOption... options)
            throws IOException {
        check(file);
    }

    @Override
    public void createDirectory(SftpSubsystemProxy subsystem, Path path) throws IOException {
        throw denied(path);
    }

    @Override
    public void createLink(SftpSubsystemProxy subsystem, Path link, Path existing, boolean symLink) throws IOException {
        throw denied(link);
    }

    @Override
    public void renameFile(SftpSubsystemProxy subsystem, Path oldPath, Path newPath, Collection<CopyOption> opts)
            throws IOException {
        check(oldPath);
        check(newPath);
        inbox.rename(
                partenaire(subsystem),
                name(oldPath),
                name(newPath),
                () -> SftpFileSystemAccessor.super.renameFile(subsystem, oldPath, newPath, opts),
                cut(subsystem));
    }

    @Override
    public void copyFile(SftpSubsystemProxy subsystem, Path src, Path dst, Collection<CopyOption> opts)
            throws IOException {
        throw denied(dst);
    }

    @Override
    public void removeFile(SftpSubsystemProxy subsystem, Path path, boolean isDirectory) throws IOException {
        check(path);
        inbox.remove(
                partenaire(subsystem),
                name(path),
                () -> SftpFileSystemAccessor.super.removeFile(subsystem, path, isDirectory),
                cut(subsystem));
    }

    private void check(Path file) throws IOException {
        if (!isRequest(file)) {
            throw denied(file);
        }
    }

    private static AccessDeniedException denied(Path path) {
        return new AccessDeniedException(
                path.toString(), null, "only files of the directory of requests may be changed");
    }
}
