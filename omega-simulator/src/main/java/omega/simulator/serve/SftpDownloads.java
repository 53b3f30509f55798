package omega.simulator.serve;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.jspecify.annotations.Nullable;

/** Tells {@link Downloads} what SFTP clients read. */
final class SftpDownloads implements SftpEventListener {
    private final Downloads downloads;
    private final Map<Handle, Downloads.Reading> open = new ConcurrentHashMap<>();

    SftpDownloads(Downloads downloads) {
        this.downloads = downloads;
    }

    @Override
    public void open(ServerSession session, String remoteHandle, Handle handle) {
        Path name = handle.getFile().getFileName();
        if (handle instanceof FileHandle && name != null) {
            downloads
                    .opened(SftpDoor.CANAL, session.getUsername(), name.toString())
                    .ifPresent(reading -> open.put(handle, reading));
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
        Downloads.Reading reading = open.get(handle);
        if (reading != null && thrown == null) {
            reading.reached(offset + Math.max(0, readLen));
        }
    }

    @Override
    public void closed(ServerSession session, String remoteHandle, Handle handle, @Nullable Throwable thrown) {
        Downloads.Reading reading = open.remove(handle);
        if (reading != null) {
            reading.reached(0); // of no bytes none need be read
        }
    }
}
