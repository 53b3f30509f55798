package omega.channel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.impl.DefaultDataConnectionConfiguration;
import org.apache.ftpserver.impl.PassivePorts;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.ClientAuth;
import org.apache.ftpserver.ssl.SslConfiguration;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.jspecify.annotations.Nullable;

/** Apache's FTPS server over a directory: mutual certificates, passive ports; it notes what it was asked. */
public final class FtpsServer implements AutoCloseable {
    public static final String USER = "esa";
    public static final String PASSWORD = "passe";

    private static final Certificates GRDF = new Certificates("grdf");
    private static final Certificates AUTHORITY = new Certificates("supplier");

    /** How a server differs from the usual one. */
    public record Manners(
            List<String> protocols,
            boolean implicit,
            boolean demandsResumption,
            List<String> unknownCommands,
            Certificates.Held certificate,
            int idleSeconds,
            boolean remembering) {
        public static Manners usual() {
            return new Manners(
                    List.of("TLSv1.2", "TLSv1.3"),
                    false,
                    false,
                    List.of(),
                    GRDF.issue(Certificates.Wish.sound("server")),
                    60,
                    true);
        }

        public Manners speaking(String... versions) {
            return new Manners(
                    List.of(versions),
                    implicit,
                    demandsResumption,
                    unknownCommands,
                    certificate,
                    idleSeconds,
                    remembering);
        }

        public Manners fromTheStart() {
            return new Manners(
                    protocols, true, demandsResumption, unknownCommands, certificate, idleSeconds, remembering);
        }

        public Manners demandingResumption() {
            return new Manners(protocols, implicit, true, unknownCommands, certificate, idleSeconds, remembering);
        }

        public Manners without(String... commands) {
            return new Manners(
                    protocols, implicit, demandsResumption, List.of(commands), certificate, idleSeconds, remembering);
        }

        public Manners showing(Certificates.Wish wish) {
            return new Manners(
                    protocols,
                    implicit,
                    demandsResumption,
                    unknownCommands,
                    GRDF.issue(wish),
                    idleSeconds,
                    remembering);
        }

        public Manners leavingAfter(int seconds) {
            return new Manners(
                    protocols, implicit, demandsResumption, unknownCommands, certificate, seconds, remembering);
        }

        /** Its data connections know nothing of the control connection's session. */
        public Manners forgettingSessions() {
            return new Manners(
                    protocols, implicit, demandsResumption, unknownCommands, certificate, idleSeconds, false);
        }
    }

    private final Path home;
    private final List<String> passivePorts = freePorts();
    private final FtpServer server;
    private final int port;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<X509Certificate> clients = new CopyOnWriteArrayList<>();
    private final Map<String, DefaultFtpReply> answers = new ConcurrentHashMap<>();
    private volatile byte @Nullable [] listing;
    private volatile boolean prompt;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger fresh = new AtomicInteger();

    public FtpsServer(Path home) throws IOException {
        this(home, Manners.usual());
    }

    public FtpsServer(Path home, Manners manners) throws IOException {
        this.home = home;
        Files.createDirectories(root());
        FtpServerFactory factory = new FtpServerFactory();
        try {
            factory.addListener("default", listener(manners).createListener());
            BaseUser user = new BaseUser();
            user.setName(USER);
            user.setPassword(PASSWORD);
            user.setHomeDirectory(root().toString());
            user.setAuthorities(List.of(new WritePermission()));
            user.setMaxIdleTime(manners.idleSeconds());
            var users = new PropertiesUserManagerFactory().createUserManager();
            users.save(user);
            factory.setUserManager(users);
            ConnectionConfigFactory limits = new ConnectionConfigFactory();
            limits.setMaxThreads(16);
            factory.setConnectionConfig(limits.createConnectionConfig());
            factory.getFtplets().put("notes", new Notes(manners));
            server = factory.createServer();
            server.start();
            port = factory.getListener("default").getPort();
        } catch (FtpException | GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private ListenerFactory listener(Manners manners) throws GeneralSecurityException, IOException {
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(0);
        Tls control = new Tls(manners, false);
        listener.setSslConfiguration(control);
        listener.setImplicitSsl(manners.implicit());
        // Whether a port is free is not asked: a proxy may have the same one at another address.
        PassivePorts ports = new PassivePorts(String.join(",", passivePorts), false);
        SslConfiguration data = manners.remembering() ? new Tls(manners, true, control) : new Tls(manners, true);
        listener.setDataConnectionConfiguration(new DefaultDataConnectionConfiguration(
                300, data, true, false, null, 0, "127.0.0.1", ports, null, false, manners.implicit()));
        return listener;
    }

    private static List<String> freePorts() throws IOException {
        List<String> ports = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ports.add(Integer.toString(FreePort.next()));
        }
        return ports;
    }

    /** The directory that clients see as {@code /}. */
    public Path root() {
        return home.resolve("root");
    }

    public int port() {
        return port;
    }

    /** Where data connections go. */
    public List<Integer> passivePorts() {
        return passivePorts.stream().map(Integer::valueOf).toList();
    }

    public int connections() {
        return connections.get();
    }

    /** Commands as they came, with their arguments. */
    public List<String> commands() {
        return commands;
    }

    /** The certificate of each client that named its login, in that order. */
    public List<X509Certificate> clients() {
        return clients;
    }

    /** Data connections that resumed a session. */
    public int resumed() {
        return resumed.get();
    }

    /** Data connections that did not. */
    public int fresh() {
        return fresh.get();
    }

    /** Answers a command, or one with its argument ({@code SIZE /f}), with that, and does nothing. */
    public void answer(String command, int code, String text) {
        answers.put(command, new DefaultFtpReply(code, text));
    }

    /** Lists these bytes, whatever there is. */
    public void list(byte[] bytes) {
        listing = bytes;
    }

    /** Takes away what it receives, as soon as it is whole. */
    public void takeAtOnce() {
        prompt = true;
    }

    public void hangUp() {
        server.suspend();
        server.stop();
    }

    /** The access of a supplier whom the server knows. */
    public Partner.Ftps access() throws IOException {
        return access(port, supplier(), trusted());
    }

    public Partner.Ftps access(int through, Certificates.Held own, Path authorities) throws IOException {
        Files.createDirectories(home);
        return new Partner.Ftps(
                "localhost",
                through,
                false,
                USER,
                Secret.of(PASSWORD),
                own.chain(home.resolve("supplier.pem")),
                own.key(home.resolve("supplier.key")),
                null,
                authorities,
                Partner.Ftps.PASSIVE_PORTS);
    }

    public static Partner.Ftps implicit(Partner.Ftps access) {
        return new Partner.Ftps(
                access.host(),
                access.port(),
                true,
                access.user(),
                access.password(),
                access.certificate(),
                access.key(),
                access.passphrase(),
                access.authorities(),
                access.passivePorts());
    }

    public static Certificates.Held supplier() {
        return AUTHORITY.issue(Certificates.Wish.sound("supplier"));
    }

    public Path trusted() throws IOException {
        return Files.writeString(home.resolve("grdf.pem"), Certificates.pem(GRDF.authority()));
    }

    /** What a real server needs in files: its certificate and key, and whose clients it believes. */
    public static Certificates.Held server() {
        return GRDF.issue(Certificates.Wish.sound("server"));
    }

    public static X509Certificate clientAuthority() {
        return AUTHORITY.authority();
    }

    public static X509Certificate serverAuthority() {
        return GRDF.authority();
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Notes extends DefaultFtplet {
        private final Manners manners;

        Notes(Manners manners) {
            this.manners = manners;
        }

        @Override
        public FtpletResult onConnect(FtpSession session) {
            connections.incrementAndGet();
            return FtpletResult.DEFAULT;
        }

        @Override
        public FtpletResult beforeCommand(FtpSession session, FtpRequest request) throws FtpException, IOException {
            String command = request.getCommand().toUpperCase(Locale.ROOT);
            commands.add(request.getArgument() == null ? command : command + " " + request.getArgument());
            if (command.equals("USER")) {
                clients.add((X509Certificate) session.getClientCertificates()[0]);
            }
            if (command.equals("FEAT") && !manners.unknownCommands().isEmpty()) {
                session.write(new Features(manners.unknownCommands()));
                return FtpletResult.SKIP;
            }
            byte[] lie = listing;
            if (lie != null && (command.equals("MLSD") || command.equals("LIST"))) {
                session.write(new DefaultFtpReply(150, "Here it comes."));
                try {
                    session.getDataConnection()
                            .openConnection()
                            .transferToClient(session, new ByteArrayInputStream(lie));
                } catch (Exception e) {
                    throw new IOException(e);
                }
                session.getDataConnection().closeDataConnection();
                session.write(new DefaultFtpReply(226, "That was it."));
                return FtpletResult.SKIP;
            }
            DefaultFtpReply answer = answers.getOrDefault(command + " " + request.getArgument(), answers.get(command));
            if (answer != null) {
                session.write(answer);
                return FtpletResult.SKIP;
            }
            if (manners.unknownCommands().contains(command)) {
                session.write(new DefaultFtpReply(500, "Unknown command."));
                return FtpletResult.SKIP;
            }
            return super.beforeCommand(session, request);
        }

        @Override
        public FtpletResult onUploadEnd(FtpSession session, FtpRequest request) throws IOException {
            if (prompt) {
                Files.delete(root().resolve(request.getArgument().substring(1)));
            }
            return FtpletResult.DEFAULT;
        }
    }

    private static final class Features extends DefaultFtpReply {
        Features(List<String> without) {
            super(211, text(without));
        }

        private static String text(List<String> without) {
            StringBuilder text = new StringBuilder("Extensions supported\n");
            List.of("SIZE", "MDTM", "REST STREAM", "UTF8").stream()
                    .filter(each -> !without.contains(each.split(" ", -1)[0]))
                    .forEach(each -> text.append(' ').append(each).append('\n'));
            return text.append("End").toString();
        }
    }

    /** TLS with one context for both kinds of connection, so that a session of one may be resumed by the other. */
    private final class Tls implements SslConfiguration {
        private final Manners manners;
        private final SSLContext context;
        private final boolean data;

        Tls(Manners manners, boolean data) throws GeneralSecurityException, IOException {
            this.manners = manners;
            this.data = data;
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(manners.certificate().store(), "x".toCharArray());
            KeyStore known = KeyStore.getInstance("PKCS12");
            known.load(null, null);
            known.setCertificateEntry("a", AUTHORITY.authority());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(known);
            this.context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        }

        Tls(Manners manners, boolean data, Tls shared) {
            this.manners = manners;
            this.data = data;
            this.context = shared.context;
        }

        @Override
        public SSLSocketFactory getSocketFactory() {
            return data ? new Counting(context.getSocketFactory(), manners) : context.getSocketFactory();
        }

        @Override
        public SSLContext getSSLContext() {
            return context;
        }

        @Override
        public SSLContext getSSLContext(String protocol) {
            return context;
        }

        @Override
        public String @Nullable [] getEnabledCipherSuites() {
            return null;
        }

        @Override
        public String getEnabledProtocol() {
            return manners.protocols().getFirst();
        }

        @Override
        public String[] getEnabledProtocols() {
            return manners.protocols().toArray(String[]::new);
        }

        @Override
        public ClientAuth getClientAuth() {
            return ClientAuth.NEED;
        }
    }

    /** A session that is older than its connection has been resumed. */
    private final class Counting extends SSLSocketFactory {
        private final SSLSocketFactory factory;
        private final Manners manners;

        Counting(SSLSocketFactory factory, Manners manners) {
            this.factory = factory;
            this.manners = manners;
        }

        @Override
        public Socket createSocket(Socket plain, String host, int far, boolean close) throws IOException {
            SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, far, close);
            long accepted = System.currentTimeMillis();
            socket.addHandshakeCompletedListener(done -> {
                if (done.getSession().getCreationTime() < accepted) {
                    resumed.incrementAndGet();
                    return;
                }
                fresh.incrementAndGet();
                if (manners.demandsResumption()) {
                    try {
                        plain.close();
                    } catch (IOException e) {
                        // it is gone
                    }
                }
            });
            return socket;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return factory.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return factory.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(String host, int far) throws IOException {
            return factory.createSocket(host, far);
        }

        @Override
        public Socket createSocket(String host, int far, InetAddress local, int near) throws IOException {
            return factory.createSocket(host, far, local, near);
        }

        @Override
        public Socket createSocket(InetAddress host, int far) throws IOException {
            return factory.createSocket(host, far);
        }

        @Override
        public Socket createSocket(InetAddress host, int far, InetAddress local, int near) throws IOException {
            return factory.createSocket(host, far, local, near);
        }
    }
}
