package omega.runtime;

import omega.channel.slot.Slots;
import omega.runtime.audit.Audit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Creates or updates a service's schemas and ends: {@code java -cp "/app/app/*:/app/lib/main/*:/app/lib/boot/*" omega.runtime.Migration fetcher}, so that an
 * upgrade's migrations run once, before its first process, under a role of the database that the services need not have. The database and
 * {@code omega.environnement} come from the environment, as the services read them. Services migrate at their start too; then nothing is left to do.
 */
public final class Migration {
    private Migration() {}

    /** {@code arguments}: names of schemas; the connection rule's and the audit's come besides. */
    public static void main(String[] arguments) throws InterruptedException {
        Config config = ConfigProvider.getConfig();
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(config.getValue("quarkus.datasource.jdbc.url", String.class));
        dataSource.setUser(config.getValue("quarkus.datasource.username", String.class));
        dataSource.setPassword(config.getValue("quarkus.datasource.password", String.class));
        String environment = config.getValue("omega.environnement", String.class);
        Awaited.USUAL.database(dataSource);
        Slots.migrate(dataSource);
        Audit.migrate(dataSource, environment);
        for (String schema : arguments) {
            Schema.migrate(dataSource, schema, environment);
        }
    }
}
