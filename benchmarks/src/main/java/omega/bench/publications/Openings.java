package omega.bench.publications;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;

/** Notes when a client opens a file of the SFTP server. */
final class Openings implements SftpEventListener {
    private final Map<String, CompletableFuture<Long>> opened = new ConcurrentHashMap<>();

    /** When a client first opened the file of this name, by {@link System#nanoTime}. */
    CompletableFuture<Long> of(String name) {
        return opened.computeIfAbsent(name, _ -> new CompletableFuture<>());
    }

    @Override
    public void open(ServerSession session, String remoteHandle, Handle localHandle) {
        of(localHandle.getFile().getFileName().toString()).complete(System.nanoTime());
    }
}
