package omega.simulator.serve;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omega.simulator.publish.Spaces;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * The SFTP server (§3.1.2): public keys only, each partner in a root of his own, where he may write
 * to the directory of requests only, no shell, no command, no forwarding.
 */
public final class SftpDoor implements Closeable {
    private static final AttributeRepository.AttributeKey<Boolean> REFUSED = new AttributeRepository.AttributeKey<>();

    static final String CANAL = "SFTP";

    private final SshServer server = SshServer.setUpDefaultServer();

    /** Listens on {@code host} at once; {@code port} 0 takes a free one. */
    public SftpDoor(
            String host,
            int port,
            Path hostKey,
            Map<String, Path> keys,
            Spaces spaces,
            Inbox inbox,
            Downloads downloads,
            Gate gate) {
        Map<String, List<PublicKey>> known = known(keys);
        VirtualFileSystemFactory roots = new VirtualFileSystemFactory();
        keys.keySet().forEach(partenaire -> roots.setUserHomeDir(partenaire, spaces.root(partenaire)));
        SftpSubsystemFactory sftp = new SftpSubsystemFactory.Builder()
                .withFileSystemAccessor(new SftpAccess(inbox, spaces.demandes()))
                .build();
        sftp.addSftpEventListener(new SftpDownloads(downloads));
        server.setHost(host);
        server.setPort(port);
        server.setKeyPairProvider(new FileKeyPairProvider(hostKey));
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator((user, key, session) ->
                known.getOrDefault(user, List.of()).stream().anyMatch(each -> KeyUtils.compareKeys(each, key))
                        && !isRefused(session, user, inbox));
        server.setSubsystemFactories(List.of(sftp));
        server.setFileSystemFactory(roots);
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        Connections connections = new Connections(gate);
        server.addSessionListener(connections);
        server.addChannelListener(connections);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "omega-simulator");
        CoreModuleProperties.WELCOME_BANNER.set(server, "OMEGA simulator: provisional, not GRDF's official layouts\n");
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen for SFTP on port " + port, e);
        }
    }

    /** Decided once a session, although a client may offer its key twice. */
    private static boolean isRefused(ServerSession session, String partenaire, Inbox inbox) {
        synchronized (session) {
            Boolean refused = session.getAttribute(REFUSED);
            if (refused == null) {
                refused = inbox.refuses(partenaire);
                session.setAttribute(REFUSED, refused);
            }
            return refused;
        }
    }

    private static Map<String, List<PublicKey>> known(Map<String, Path> files) {
        Map<String, List<PublicKey>> known = new HashMap<>();
        files.forEach((partenaire, file) -> {
            try {
                List<AuthorizedKeyEntry> entries = AuthorizedKeyEntry.readAuthorizedKeys(file);
                known.put(
                        partenaire,
                        AuthorizedKeyEntry.resolvePublicKeyEntries(null, entries, PublicKeyEntryResolver.FAILING));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the public key of " + partenaire + ": " + file, e);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("no public key of " + partenaire + ": " + file, e);
            }
        });
        return known;
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop the SFTP server", e);
        }
    }
}
