package omega.tracker;

import io.agroal.api.AgroalDataSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.sandbox.Database;
import omega.sandbox.TestStack;
import omega.tracker.keep.Keeping;
import org.jspecify.annotations.Nullable;

/** The stages without Quarkus, over a database that no other test has. */
final class Stand implements AutoCloseable {
    private static Database.@Nullable Login migrated;
    final AgroalDataSource dataSource;
    final Keeping keeping;

    Stand() {
        dataSource = TestStack.pool(TestStack.copyOf(migrated()));
        keeping = keeping(dataSource);
    }

    private static Keeping keeping(AgroalDataSource dataSource) {
        return new Keeping(dataSource, World.PACK, OmegaClock.real(), "test");
    }

    /** Made once a JVM. */
    private static synchronized Database.Login migrated() {
        Database.Login login = migrated;
        if (login == null) {
            login = TestStack.freshDatabase();
            try (AgroalDataSource source = TestStack.pool(login)) {
                keeping(source).migrate();
            }
            migrated = login;
        }
        return login;
    }

    /** A clock that stands still. */
    static OmegaClock at(Instant instant) {
        return OmegaClock.of(java.time.Clock.fixed(instant, java.time.ZoneOffset.UTC), Timeline.REAL);
    }

    Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        keeping.read(handle -> handle.createQuery(
                                "SELECT id, etat || coalesce('(' || code || ')', '') FROM tracker.demande")
                        .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
                        .list())
                .forEach(each -> states.put(each.getKey(), each.getValue()));
        return states;
    }

    /** Every column of every request, but for the order in which they were first heard of. */
    List<Map<String, Object>> requests() {
        return keeping.read(handle -> handle.createQuery("SELECT * FROM tracker.demande ORDER BY partenaire, id")
                .mapToMap()
                .map(row -> {
                    row.remove("rang");
                    return row;
                })
                .list());
    }

    List<String> texts(String sql) {
        return keeping.read(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
