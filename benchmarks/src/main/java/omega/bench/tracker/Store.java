package omega.bench.tracker;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.sandbox.Database;
import omega.tracker.keep.Keeping;

/** The tracker's database, with the tracker's own stages over it. */
final class Store implements AutoCloseable {
    /** As of a small server of its own; everything else is PostgreSQL's default, so that every commit waits for the disk. */
    static final List<String> SETTINGS =
            List.of("shared_buffers=1GB", "max_wal_size=4GB", "maintenance_work_mem=256MB");

    final AgroalDataSource dataSource;
    final Keeping keeping;

    Store(Database database, String name, Catalogue catalogue) throws SQLException {
        Database.Login login = database.create(name);
        dataSource = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(4)
                        .acquisitionTimeout(Duration.ofSeconds(10))
                        .connectionFactoryConfiguration(connections -> connections
                                .jdbcUrl(login.jdbcUrl())
                                .principal(new NamePrincipal(login.user()))
                                .credential(new SimplePassword(login.password())))));
        keeping = new Keeping(dataSource, catalogue, OmegaClock.real(), "bench");
        keeping.migrate();
    }

    void execute(String sql) {
        keeping.jdbi().useHandle(handle -> handle.execute(sql));
    }

    long number(String sql) {
        return keeping.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
