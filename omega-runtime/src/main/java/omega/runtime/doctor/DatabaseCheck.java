package omega.runtime.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import omega.clock.OmegaClock;
import omega.runtime.doctor.Diagnosis.Domaine;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The database answers, belongs to this environment, has every migration, and its clock agrees with ours. Changes nothing. */
final class DatabaseCheck {
    /** Half of what a slot takes to connect: beyond it, slots are lost (§3.2.1). */
    private static final Duration TOO_MUCH = Duration.ofSeconds(5);

    private static final Duration MUCH = Duration.ofSeconds(1);
    private final DataSource dataSource;
    private final String url;
    private final String environment;
    private final OmegaClock clock;

    DatabaseCheck(DataSource dataSource, String url, String environment, OmegaClock clock) {
        this.dataSource = dataSource;
        this.url = url;
        this.environment = environment;
        this.clock = clock;
    }

    /** True when what was found lets other checks use it. */
    static boolean answers(List<Diagnosis> found) {
        return found.stream().noneMatch(each -> each.etat() == Diagnosis.Etat.URGENT);
    }

    List<Diagnosis> run() {
        List<Diagnosis> found = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            found.add(Diagnosis.well(
                    Domaine.BASE,
                    url,
                    "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion() + " answers"));
        } catch (SQLException e) {
            found.add(Diagnosis.urgent(
                    Domaine.BASE,
                    url,
                    "cannot be reached: " + e.getMessage(),
                    "check quarkus.datasource.jdbc.url, .username and .password, and that the database runs"));
            return found;
        }
        List.of("channel", "audit", "fetcher", "submitter", "tracker", "ws")
                .forEach(schema -> migrations(schema, found));
        try {
            skew(found);
        } catch (JdbiException e) {
            found.add(Diagnosis.urgent(
                    Domaine.HORLOGE,
                    url,
                    "the database's clock cannot be read: " + firstLine(e),
                    "see why the database answers no more"));
        }
        return found;
    }

    private void migrations(String schema, List<Diagnosis> found) {
        try {
            MigrationInfoService known = Flyway.configure(DatabaseCheck.class.getClassLoader())
                    .dataSource(dataSource)
                    .schemas(schema)
                    .locations("classpath:db/" + schema)
                    .load()
                    .info();
            MigrationInfo current = known.current();
            boolean failed =
                    Arrays.stream(known.all()).anyMatch(each -> each.getState().isFailed());
            boolean future = Arrays.stream(known.applied())
                    .anyMatch(each ->
                            each.getState().isApplied() && !each.getState().isResolved());
            String name = "schema " + schema;
            if (known.all().length == 0) {
                return; // a service that is not installed here
            }
            if (failed) {
                found.add(Diagnosis.urgent(
                        Domaine.BASE,
                        name,
                        "a migration failed",
                        "see the service's log, mend the cause and start it again"));
            } else if (future) {
                found.add(Diagnosis.attention(
                        Domaine.BASE,
                        name,
                        "was migrated by a newer version than this one",
                        "run the same version everywhere; one version older keeps working"));
            } else if (known.pending().length > 0) {
                found.add(Diagnosis.attention(
                        Domaine.BASE,
                        name,
                        (current == null ? "is not there" : "stands at version " + current.getVersion()) + ", "
                                + known.pending().length + " migrations are pending",
                        "start the service, or run omega.runtime.Migration, which makes them"));
            } else {
                found.add(Diagnosis.well(
                        Domaine.BASE, name, "stands at version " + (current == null ? "none" : current.getVersion())));
            }
            if (current != null && !schema.equals("channel")) {
                owner(schema, found);
            }
        } catch (FlywayException | JdbiException e) {
            found.add(Diagnosis.attention(
                    Domaine.BASE,
                    "schema " + schema,
                    "cannot be read: " + firstLine(e),
                    "grant the service's role USAGE on the schema and rights on its tables"));
        }
    }

    private void owner(String schema, List<Diagnosis> found) {
        Jdbi.create(dataSource)
                .withHandle(handle -> handle.createQuery("SELECT environnement FROM <schema>.installation")
                        .define("schema", schema)
                        .mapTo(String.class)
                        .findOne())
                .filter(owner -> !owner.equals(environment))
                .ifPresent(owner -> found.add(Diagnosis.urgent(
                        Domaine.BASE,
                        "schema " + schema,
                        "belongs to the environment '" + owner + "', not '" + environment + "'",
                        "give each environment a database of its own: quarkus.datasource.jdbc.url,"
                                + " omega.environnement")));
    }

    /** Measured between two readings of our own clock, so that a slow answer does not look like a wrong clock. */
    private void skew(List<Diagnosis> found) {
        Jdbi jdbi = Jdbi.create(dataSource);
        Duration smallest = Duration.ofDays(9999);
        for (int i = 0; i < 3; i++) {
            Instant before = clock.realInstant();
            Instant there = jdbi.withHandle(handle -> handle.createQuery("SELECT clock_timestamp()")
                    .mapTo(OffsetDateTime.class)
                    .one()
                    .toInstant());
            Instant after = clock.realInstant();
            Duration off = there.isBefore(before)
                    ? Duration.between(before, there)
                    : there.isAfter(after) ? Duration.between(after, there) : Duration.ZERO;
            smallest = off.abs().compareTo(smallest.abs()) < 0 ? off : smallest;
        }
        String told = "the database's clock is " + smallest.toMillis() + " ms ahead of this machine's";
        String todo = "let both follow one time server (NTP): slots and hours are told by these clocks";
        found.add(
                smallest.abs().compareTo(TOO_MUCH) > 0
                        ? Diagnosis.urgent(Domaine.HORLOGE, url, told, todo)
                        : smallest.abs().compareTo(MUCH) > 0
                                ? Diagnosis.attention(Domaine.HORLOGE, url, told, todo)
                                : Diagnosis.well(Domaine.HORLOGE, url, told));
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
