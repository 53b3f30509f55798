package omega.fetcher.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The collector's lease: an advisory lock of the database, held by one session, so that a second collector waits and takes over when the
 * first one's session ends. What protects the topics is the producers' fencing; this only saves work. For one thread.
 */
public final class Lease implements AutoCloseable {
    private static final String LOCK = "SELECT pg_try_advisory_lock(hashtext('omega.fetcher.collect'))";
    private final DataSource dataSource;
    private @Nullable Connection session;

    public Lease(DataSource dataSource) {
        this.dataSource = dataSource;
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
        try (Statement statement = asking.createStatement();
                ResultSet granted = statement.executeQuery(LOCK)) {
            granted.next();
            if (granted.getBoolean(1)) {
                session = asking;
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
