package omega.fetcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** Apache MINA's SFTP server over {@code <home>/root}, with what a client needs to reach it. */
final class Sftp implements AutoCloseable {
    static final String USER = "esa";
    private final SshServer server = SshServer.setUpDefaultServer();
    private final Path home;

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
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.start();
        Files.createFile(keyFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                keyFile(),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(user.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        know(knownHosts(), host);
        know(strangersKnownHosts(), rsa(2048));
    }

    private void know(Path file, KeyPair host) throws IOException {
        Files.writeString(file, "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(host.getPublic()) + "\n");
    }

    private static KeyPair rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    /** Where OMEGA puts publications out. */
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

    /** Names another key for this server. */
    Path strangersKnownHosts() {
        return home.resolve("strangers_known_hosts");
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
