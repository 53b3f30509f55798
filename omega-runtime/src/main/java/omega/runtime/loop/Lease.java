package omega.runtime.loop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A role that one process has at a time: an advisory lock of the database, held by one session, so that a second process waits and takes over
 * when the first one's session ends. It only saves work; what protects data must be a fence or a lock of its own. For one thread.
 */
public final class Lease implements AutoCloseable {
    private static final String LOCK = "SELECT pg_try_advisory_lock(hashtext(?))";
    private final DataSource dataSource;
    private final String role;
    private @Nullable Connection session;

    /** {@code role} is the lock's name, {@code omega.fetcher.collect}. */
    public Lease(DataSource dataSource, String role) {
        this.dataSource = dataSource;
        this.role = role;
    }

    /** Whether this process holds the lease, asking for it if it does not. */
    public boolean held() throws SQLException {
        Connection held = session;
        if (held != null) {
            if (held.isValid(5)) {
                return true;
            }
            close();
        }
        Connection asking = dataSource.getConnection();
        try (PreparedStatement statement = asking.prepareStatement(LOCK)) {
            statement.setString(1, role);
            try (ResultSet granted = statement.executeQuery()) {
                granted.next();
                if (granted.getBoolean(1)) {
                    session = asking;
                }
            }
        } finally {
            if (session == null) {
                asking.close();
            }
        }
        return session != null;
    }

    @Override
    public void close() {
        Connection held = session;
        session = null;
        if (held != null) {
            try (held;
                    Statement statement = held.createStatement()) {
                statement.execute("SELECT pg_advisory_unlock_all()");
            } catch (SQLException e) {
                // the session is gone, and the lock with it
            }
        }
    }
}
