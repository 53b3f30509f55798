package omega.simulator.serve;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import javax.security.auth.x500.X500Principal;
import omega.clock.OmegaClock;
import omega.simulator.publish.Spaces;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfiguration;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.command.CommandFactoryFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.impl.DefaultDataConnectionConfiguration;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;

/**
 * The FTPS server (§3.1.1): certificates on both sides, passive data connections only within the range that firewalls know, the same
 * tree, rule, books and faults as at the {@link SftpDoor}.
 */
public final class FtpsDoor implements Closeable {
    static final String CANAL = "FTPS";
    private static final int THREADS = 64;

    private final FtpServer server;
    private final Listener listener;

    /**
     * How it is set.
     *
     * @param port 0 takes a free one
     * @param implicit TLS from the start, not after {@code AUTH TLS}
     * @param passivePorts {@code 49160-49260}, or single ones with commas between
     * @param idle after which a session in which nothing happens ends
     * @param resumption data connections must resume a TLS session
     * @param certificate its own, with its chain, PEM
     * @param key PKCS#8
     * @param authorities who may have issued the partners' certificates, PEM
     * @param partenaires partner → a certificate of his; the name in it is what counts
     */
    public record Setting(
            int port,
            boolean implicit,
            String passivePorts,
            Duration idle,
            boolean resumption,
            Path certificate,
            Path key,
            Path authorities,
            Map<String, Path> partenaires) {}

    /** Listens on {@code host} at once. */
    public FtpsDoor(String host, Setting setting, Spaces spaces, Inbox inbox, Downloads downloads, Gate gate) {
        FtpServerFactory factory = new FtpServerFactory();
        try {
            Map<String, X500Principal> names = new HashMap<>();
            Collection<X509Certificate> known = new ArrayList<>(Certified.certificates(setting.authorities()));
            for (Map.Entry<String, Path> each : setting.partenaires().entrySet()) {
                X509Certificate own = Certified.certificates(each.getValue()).getFirst();
                names.put(each.getKey(), own.getSubjectX500Principal());
                known.add(own);
            }
            listener = listener(host, setting, new FtpsTls(setting.certificate(), setting.key(), known));
            factory.addListener("default", listener);
            factory.setUserManager(new Visitors(names, inbox, setting.idle()));
            factory.setFileSystem(user -> new FtpsSpace((Visitor) user, spaces, inbox, downloads));
            factory.getFtplets().put("manners", new FtpsManners(gate, listener));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a certificate of the FTPS server: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the certificates of the FTPS server: " + e.getMessage(), e);
        }
        CommandFactoryFactory commands = new CommandFactoryFactory();
        commands.addCommand("STOR", new Storing());
        factory.setCommandFactory(commands.createCommandFactory());
        ConnectionConfigFactory limits = new ConnectionConfigFactory();
        limits.setAnonymousLoginEnabled(false);
        limits.setMaxLoginFailures(1);
        limits.setLoginFailureDelay(0);
        limits.setMaxThreads(THREADS);
        factory.setConnectionConfig(limits.createConnectionConfig());
        this.server = factory.createServer();
        try {
            server.start();
        } catch (FtpException e) {
            throw new IllegalStateException("cannot listen for FTPS on port " + setting.port(), e);
        }
    }

    private static Listener listener(String host, Setting setting, FtpsTls tls) {
        ListenerFactory factory = new ListenerFactory();
        factory.setServerAddress(host);
        factory.setPort(setting.port());
        factory.setImplicitSsl(setting.implicit());
        factory.setSslConfiguration(tls);
        factory.setIdleTimeout(Math.toIntExact(setting.idle().toSeconds()));
        factory.setDataConnectionConfiguration(data(host, setting, tls));
        return factory.createListener();
    }

    private static DataConnectionConfiguration data(String host, Setting setting, FtpsTls tls) {
        FtpsTls data = !setting.resumption()
                ? tls
                : new FtpsTls(tls) {
                    @Override
                    public SSLSocketFactory getSocketFactory() {
                        return new Resumption(super.getSocketFactory(), OmegaClock.real());
                    }
                };
        return new DefaultDataConnectionConfiguration(
                Math.toIntExact(setting.idle().toSeconds()),
                data,
                false,
                true,
                null,
                0,
                null,
                new PassiveRange(setting.passivePorts(), host),
                null,
                true,
                setting.implicit());
    }

    public int port() {
        return listener.getPort();
    }

    @Override
    public void close() {
        server.stop();
    }
}
