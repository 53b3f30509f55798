package omega.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferUtils;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Apache MINA's SFTP server over a directory; it can lie about names and counts its connections. */
public final class TestServer implements AutoCloseable {
    static {
        // a server that ends may throw in a thread of its own, which is no waiting test's affair
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    public static final String USER = "esa";

    private final SshServer server = SshServer.setUpDefaultServer();
    private final Path home;
    private final Map<String, byte[]> lies = new HashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile int atOnce = Integer.MAX_VALUE;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private @Nullable PublicKey accepted = Keys.user().getPublic();

    public TestServer(Path home) throws IOException {
        this.home = home;
        Files.createDirectories(root());
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(Keys.host()));
        server.setPublickeyAuthenticator(
                (user, key, session) -> USER.equals(user) && KeyUtils.compareKeys(key, accepted));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root()));
        server.setSubsystemFactories(List.of(new LyingFactory()));
        server.addSessionListener(new SessionListener() {
            @Override
            public void sessionEstablished(Session session) {
                connections.incrementAndGet();
            }
        });
        server.start();
    }

    /** The directory that clients see as {@code /}. */
    public Path root() {
        return home.resolve("root");
    }

    public int port() {
        return server.getPort();
    }

    public int connections() {
        return connections.get();
    }

    /** Sends no more than that many bytes of a file at once, whatever it is asked for. */
    public void sendAtMost(int bytes) {
        atOnce = bytes;
    }

    /** Names of the SFTP requests as they came: {@code SSH_FXP_OPEN}. */
    public List<String> requests() {
        return requests;
    }

    /** Answers requests of that name ({@code SSH_FXP_OPEN}) with a status, and does nothing. */
    public void refuse(String request, int status) {
        refused.put(request, status);
    }

    public void acceptNobody() {
        accepted = null;
    }

    /** Lists the file of that name under other bytes. */
    public void lie(String name, byte[] listedAs) throws IOException {
        Files.writeString(root().resolve(name), "x");
        lies.put(name, listedAs);
    }

    public Partner.Sftp access() throws IOException {
        return access(port(), Keys.host().getPublic());
    }

    /** As reached through {@code port}, for a client that believes in {@code hostKey}. */
    public Partner.Sftp access(int port, PublicKey hostKey) throws IOException {
        return access(port, knownHosts("[127.0.0.1]:" + port, hostKey));
    }

    public Partner.Sftp access(int port, Path knownHosts) throws IOException {
        return new Partner.Sftp("127.0.0.1", port, USER, keyFile(Keys.user()), null, knownHosts);
    }

    public Path keyFile(KeyPair pair) throws IOException {
        return Files.writeString(
                home.resolve("key"), Keys.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    public Path knownHosts(String name, PublicKey key) throws IOException {
        return Files.writeString(home.resolve("known_hosts"), name + " " + PublicKeyEntry.toString(key) + "\n");
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private final class LyingFactory extends SftpSubsystemFactory {
        @Override
        public Command createSubsystem(ChannelSession channel) {
            return new SftpSubsystem(channel, this) {
                @Override
                protected void doRead(Buffer buffer, int id) throws IOException {
                    // handle (with its length), offset, length
                    byte[] request = buffer.array();
                    int length = buffer.rpos() + 4 + (int) BufferUtils.getUInt(request, buffer.rpos(), 4) + 8;
                    BufferUtils.putUInt(Math.min(atOnce, BufferUtils.getUInt(request, length, 4)), request, length, 4);
                    super.doRead(buffer, id);
                }

                @Override
                protected void doProcess(Buffer buffer, int length, int type, int id) throws IOException {
                    String request = SftpConstants.getCommandMessageName(type);
                    TestServer.this.requests.add(request);
                    Integer status = refused.get(request);
                    if (status != null) {
                        sendStatus(prepareReply(buffer), id, status, "no");
                        return;
                    }
                    super.doProcess(buffer, length, type, id);
                }

                @Override
                protected void writeDirEntry(
                        int id,
                        DirectoryHandle directory,
                        Map<String, Path> entries,
                        Buffer buffer,
                        int index,
                        Path file,
                        String shortName,
                        LinkOption... options)
                        throws IOException {
                    buffer.putBytes(lies.getOrDefault(shortName, shortName.getBytes(StandardCharsets.UTF_8)));
                    buffer.putString("");
                    writeAttrs(buffer, resolveFileAttributes(file, 7, true, options));
                }
            };
        }
    }

    /** Ends all sessions at once, as a server that goes down. */
    public void hangUp() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }
}
