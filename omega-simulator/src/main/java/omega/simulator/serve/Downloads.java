package omega.simulator.serve;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omega.clock.OmegaClock;
import omega.simulator.books.Books;
import omega.simulator.books.Fact;
import omega.simulator.books.Standing;
import omega.simulator.play.Reglages.Telechargement;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Enters downloads in the books: when an archive is opened, or when its last byte has been read, or never but by the portal, as the
 * switch says. One entry for each time it is opened.
 */
final class Downloads implements SftpEventListener {
    private final Books books;
    private final OmegaClock clock;
    /** Archives that are open and not yet counted. */
    private final Map<Handle, Standing> open = new ConcurrentHashMap<>();

    Downloads(Books books, OmegaClock clock) {
        this.books = books;
        this.clock = clock;
    }

    @Override
    public void open(ServerSession session, String remoteHandle, Handle handle) {
        Path name = handle.getFile().getFileName();
        if (handle instanceof FileHandle && name != null) {
            books.present(session.getUsername(), name.toString()).ifPresent(standing -> opened(handle, standing));
        }
    }

    private void opened(Handle handle, Standing standing) {
        switch (books.reglages().telechargement()) {
            case OUVERTURE -> count(standing);
            case FIN_DE_LECTURE -> open.put(handle, standing);
            case PORTAIL -> {}
        }
    }

    @Override
    public void read(
            ServerSession session,
            String remoteHandle,
            FileHandle handle,
            long offset,
            byte[] data,
            int dataOffset,
            int dataLen,
            int readLen,
            @Nullable Throwable thrown) {
        Standing standing = open.get(handle);
        if (standing == null || thrown != null) {
            return;
        }
        boolean atEnd = offset + Math.max(0, readLen) >= standing.publication().taille();
        if (atEnd
                && open.remove(handle, standing)
                && books.reglages().telechargement() == Telechargement.FIN_DE_LECTURE) {
            count(standing);
        }
    }

    @Override
    public void closed(ServerSession session, String remoteHandle, Handle handle, @Nullable Throwable thrown) {
        Standing standing = open.remove(handle);
        if (standing != null
                && standing.publication().taille() == 0
                && books.reglages().telechargement() == Telechargement.FIN_DE_LECTURE) {
            count(standing); // of no bytes none need be read
        }
    }

    private void count(Standing standing) {
        books.write(new Fact.Telechargement(standing.publication().id(), clock.instant(), "SFTP"));
    }
}
