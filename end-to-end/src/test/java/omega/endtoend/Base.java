package omega.endtoend;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import omega.sandbox.Database;
import omega.sandbox.TestStack;

/** Connections to a database of the tests. */
final class Base {
    private Base() {}

    static Database.Login fresh() {
        return TestStack.freshDatabase();
    }

    /** A pool as one process has it. */
    static AgroalDataSource pool(Database.Login login, int connections) {
        try {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(connections)
                            .acquisitionTimeout(Duration.ofSeconds(60))
                            .connectionFactoryConfiguration(each -> each.jdbcUrl(login.jdbcUrl())
                                    .principal(new NamePrincipal(login.user()))
                                    .credential(new SimplePassword(login.password())))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
