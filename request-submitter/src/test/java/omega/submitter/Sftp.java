package omega.submitter;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;

/** Apache MINA's SFTP server over {@code <home>/root}, with what a client needs to reach it. */
public final class Sftp implements AutoCloseable {
    public static final String USER = "esa";
    private final SshServer server = SshServer.setUpDefaultServer();
    private final Path home;
    private volatile Consumer<Path> renamed = path -> {};

    public Sftp(Path home) throws IOException, GeneralSecurityException {
        this.home = home;
        Files.createDirectories(demandes());
        Files.createDirectories(home.resolve("root/comptes-rendus"));
        KeyPair user = rsa(4096);
        KeyPair host = rsa(2048);
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator(
                (name, key, session) -> USER.equals(name) && KeyUtils.compareKeys(key, user.getPublic()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(home.resolve("root")));
        SftpSubsystemFactory files = new SftpSubsystemFactory();
        files.addSftpEventListener(new SftpEventListener() {
            @Override
            public void moved(
                    ServerSession session,
                    Path source,
                    Path target,
                    Collection<CopyOption> options,
                    @Nullable Throwable thrown) {
                if (thrown == null) {
                    renamed.accept(target);
                }
            }
        });
        server.setSubsystemFactories(List.of(files));
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

    /** Called with the new path of each file that a client has renamed, before the client hears of it. */
    public void onRename(Consumer<Path> then) {
        renamed = then;
    }

    /** Where requests are deposited. */
    public Path demandes() {
        return home.resolve("root/demandes");
    }

    public int port() {
        return server.getPort();
    }

    public Path keyFile() {
        return home.resolve("key");
    }

    public Path knownHosts() {
        return home.resolve("known_hosts");
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
