package omega.runtime;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** A service's own schema: its migrations lie in {@code db/<name>}, and its table {@code installation} says whose environment it is. */
public final class Schema {
    private Schema() {}

    /**
     * Creates or updates the schema; any number of processes may call it at once.
     *
     * @throws IllegalStateException when the database belongs to another environment
     */
    public static void migrate(DataSource dataSource, String name, String environment) {
        Flyway.configure(Thread.currentThread().getContextClassLoader())
                .dataSource(dataSource)
                .schemas(name)
                .locations("classpath:db/" + name)
                .load()
                .migrate();
        String owner = Jdbi.create(dataSource).withHandle(handle -> {
            handle.createUpdate("INSERT INTO <schema>.installation VALUES (:environment) ON CONFLICT DO NOTHING")
                    .define("schema", name)
                    .bind("environment", environment)
                    .execute();
            return handle.createQuery("SELECT environnement FROM <schema>.installation")
                    .define("schema", name)
                    .mapTo(String.class)
                    .one();
        });
        if (!owner.equals(environment)) {
            throw new IllegalStateException("this database belongs to the environment '" + owner + "', not '"
                    + environment + "': give each environment a database of its own (quarkus.datasource.jdbc.url)");
        }
    }
}
