package omega.channel;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One supplier code in one environment: how its files are reached, where they lie, what it subscribes to.
 *
 * @param code the supplier's code, as file headers name it
 * @param flux codes of the guide's publications that this partner receives (§3.2)
 */
public record Partner(String code, Environment environment, Access access, Directories directories, Set<String> flux) {

    public Partner {
        if (!code.matches("[A-Za-z0-9_-]{1,40}")) {
            throw new IllegalArgumentException("a partner's code is 1 to 40 letters, digits, - or _, was " + code);
        }
        flux = Set.copyOf(flux);
    }

    /** The way to the partner's files. */
    public sealed interface Access {
        /** Where it leads, for people: {@code sftp://user@host:port} or a path. */
        String describe();
    }

    /**
     * SFTP with a private key (§3.1.2).
     *
     * @param key OpenSSH, PEM or PKCS#8 file of an RSA-4096 key
     * @param knownHosts OpenSSH's format, hashed names included; the host must be in it
     */
    public record Sftp(
            String host,
            int port,
            String user,
            Path key,
            @Nullable Secret passphrase,
            Path knownHosts) implements Access {
        public Sftp {
            if (host.isBlank() || user.isBlank() || port < 1 || port > 65535) {
                throw new IllegalArgumentException("not an SFTP address: " + user + "@" + host + ":" + port);
            }
        }

        /** The same login with another key. */
        public Sftp with(Path otherKey) {
            return new Sftp(host, port, user, otherKey, passphrase, knownHosts);
        }

        @Override
        public String describe() {
            return "sftp://" + user + "@" + host + ":" + port;
        }
    }

    /**
     * FTPS with mutual certificates (§3.1.1).
     *
     * @param implicit TLS at once; else after {@code AUTH TLS}, as the guide has it, though on port 990
     * @param password null where the certificate is enough
     * @param certificate PEM: the supplier's certificate and its chain
     * @param key PEM: its private key, PKCS#8 or older forms
     * @param authorities PEM: whose word is taken for the server's certificate; null for the JVM's authorities
     * @param passivePorts what the firewall must let out, for messages: {@code 49160-49260}
     */
    public record Ftps(
            String host,
            int port,
            boolean implicit,
            String user,
            @Nullable Secret password,
            Path certificate,
            Path key,
            @Nullable Secret passphrase,
            @Nullable Path authorities,
            String passivePorts)
            implements Access {
        /** The guide's range (§3.1.1). */
        public static final String PASSIVE_PORTS = "49160-49260";

        public Ftps {
            if (host.isBlank() || user.isBlank() || port < 1 || port > 65535) {
                throw new IllegalArgumentException("not an FTPS address: " + user + "@" + host + ":" + port);
            }
        }

        /** The same login with another certificate and key. */
        public Ftps with(Path otherCertificate, Path otherKey) {
            return new Ftps(
                    host,
                    port,
                    implicit,
                    user,
                    password,
                    otherCertificate,
                    otherKey,
                    passphrase,
                    authorities,
                    passivePorts);
        }

        @Override
        public String describe() {
            return (implicit ? "ftps-implicit://" : "ftps://") + user + "@" + host + ":" + port;
        }
    }

    /** A directory of this machine, for portal downloads during an outage or the mirror of an old system. */
    public record Local(Path root) implements Access {
        @Override
        public String describe() {
            return root.toString();
        }
    }

    /** Remote directories; all absolute, some may be the same. */
    public record Directories(String publications, String fichierListe, String demandes, String compteRendus) {}

    /** {@code code (environment, where)}: how messages name a partner. */
    public String describe() {
        return code + " (" + environment.name().toLowerCase(Locale.ROOT) + ", " + access.describe() + ")";
    }
}
