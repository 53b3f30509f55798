package omega.simulator.serve;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.apache.ftpserver.ftplet.Authentication;
import org.apache.ftpserver.ftplet.AuthenticationFailedException;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.usermanager.UsernamePasswordAuthentication;
import org.jspecify.annotations.Nullable;

/** Who may come in by FTPS: a partner, by the name in his certificate (§1.4). A password adds nothing to that, and any will do. */
final class Visitors implements UserManager {
    private final Map<String, X500Principal> names;
    private final Inbox inbox;
    private final Duration idle;

    Visitors(Map<String, X500Principal> names, Inbox inbox, Duration idle) {
        this.names = names;
        this.inbox = inbox;
        this.idle = idle;
    }

    @Override
    public User authenticate(Authentication authentication) throws AuthenticationFailedException {
        if (authentication instanceof UsernamePasswordAuthentication told) {
            String partenaire = told.getUsername();
            Certificate[] shown = told.getUserMetadata().getCertificateChain();
            if (shown != null
                    && shown[0] instanceof X509Certificate own
                    && own.getSubjectX500Principal().equals(names.get(partenaire))
                    && !inbox.refuses(partenaire)) {
                return new Visitor(partenaire, idle);
            }
        }
        throw new AuthenticationFailedException("no partner's name and certificate");
    }

    @Override
    public @Nullable User getUserByName(String name) {
        return null;
    }

    @Override
    public String[] getAllUserNames() {
        return names.keySet().toArray(String[]::new);
    }

    @Override
    public boolean doesExist(String name) {
        return names.containsKey(name);
    }

    @Override
    public void delete(String name) throws FtpException {
        throw new FtpException("partners are settings");
    }

    @Override
    public void save(User user) throws FtpException {
        throw new FtpException("partners are settings");
    }

    @Override
    public String getAdminName() {
        return "";
    }

    @Override
    public boolean isAdmin(String name) {
        return false;
    }
}
