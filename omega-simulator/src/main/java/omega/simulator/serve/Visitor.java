package omega.simulator.serve;

import java.time.Duration;
import java.util.List;
import org.apache.ftpserver.ftplet.Authority;
import org.apache.ftpserver.ftplet.AuthorizationRequest;
import org.apache.ftpserver.ftplet.User;
import org.jspecify.annotations.Nullable;

/** A partner in one FTPS session. */
final class Visitor implements User {
    private final String partenaire;
    private final Duration idle;
    /** Ends the connection at once: what was about to be answered is lost. */
    private volatile Runnable cut = () -> {};

    private volatile boolean outOfSpace;

    Visitor(String partenaire, Duration idle) {
        this.partenaire = partenaire;
        this.idle = idle;
    }

    void cutBy(Runnable end) {
        cut = end;
    }

    void cut() {
        cut.run();
    }

    void ranOutOfSpace() {
        outOfSpace = true;
    }

    /** Whether the last upload found no more space; once. */
    boolean hasRunOutOfSpace() {
        boolean ran = outOfSpace;
        outOfSpace = false;
        return ran;
    }

    @Override
    public String getName() {
        return partenaire;
    }

    @Override
    public @Nullable String getPassword() {
        return null;
    }

    @Override
    public List<? extends Authority> getAuthorities() {
        return List.of();
    }

    @Override
    public List<? extends Authority> getAuthorities(Class<? extends Authority> type) {
        return List.of();
    }

    /** What he may touch is decided file by file. */
    @Override
    public AuthorizationRequest authorize(AuthorizationRequest request) {
        return request;
    }

    @Override
    public int getMaxIdleTime() {
        return Math.toIntExact(idle.toSeconds());
    }

    @Override
    public boolean getEnabled() {
        return true;
    }

    @Override
    public String getHomeDirectory() {
        return "/";
    }
}
