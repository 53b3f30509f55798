package omega.bench.publications;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** Apache MINA's SFTP server in this JVM, which notes when a file is opened. */
final class Sftp implements AutoCloseable {
    static final String USER = "BENCH";
    private final SshServer server = SshServer.setUpDefaultServer();
    private final Path home;
    private final Map<String, CompletableFuture<Long>> opened = new ConcurrentHashMap<>();

    Sftp(Path home) throws IOException, GeneralSecurityException {
        this.home = home;
        Files.createDirectories(publications());
        Files.createDirectories(home.resolve("root/comptes-rendus"));
        KeyPair user = rsa(4096);
        KeyPair host = rsa(2048);
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator(
                (name, key, session) -> USER.equals(name) && KeyUtils.compareKeys(key, user.getPublic()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(home.resolve("root")));
        SftpSubsystemFactory sftp = new SftpSubsystemFactory();
        sftp.addSftpEventListener(new SftpEventListener() {
            @Override
            public void open(ServerSession session, String remoteHandle, Handle localHandle) {
                Sftp.this
                        .opening(localHandle.getFile().getFileName().toString())
                        .complete(System.nanoTime());
            }
        });
        server.setSubsystemFactories(List.of(sftp));
        server.start();
        Files.writeString(
                keyFile(),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(user.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        Files.writeString(
                knownHosts(), "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(host.getPublic()) + "\n");
    }

    private static KeyPair rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    /** When a client first opened the file of this name, by {@link System#nanoTime}. */
    CompletableFuture<Long> opening(String name) {
        return opened.computeIfAbsent(name, _ -> new CompletableFuture<>());
    }

    Path publications() {
        return home.resolve("root/publications");
    }

    int port() {
        return server.getPort();
    }

    Path keyFile() {
        return home.resolve("key");
    }

    Path knownHosts() {
        return home.resolve("known_hosts");
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
