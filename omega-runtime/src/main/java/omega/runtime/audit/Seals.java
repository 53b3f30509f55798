package omega.runtime.audit;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads lines and seals. */
final class Seals {
    private Seals() {}

    static Optional<Seal> last(Handle handle) {
        return handle.createQuery("SELECT * FROM audit.sceau ORDER BY jour DESC LIMIT 1")
                .map((row, _) -> Seal.of(row))
                .findOne();
    }

    static List<LocalDate> days(Handle handle) {
        return handle.createQuery("SELECT jour FROM audit.sceau ORDER BY jour")
                .mapTo(LocalDate.class)
                .list();
    }

    static Seal of(Handle handle, LocalDate day) {
        return handle.createQuery("SELECT * FROM audit.sceau WHERE jour = :day")
                .bind("day", day)
                .map((row, _) -> Seal.of(row))
                .one();
    }

    /** In order of id. */
    static List<AuditLine> lines(Handle handle, LocalDate day) {
        return handle.createQuery("SELECT * FROM audit.ligne WHERE jour = :day ORDER BY id")
                .bind("day", day)
                .map((row, _) -> AuditLine.of(row))
                .list();
    }

    /** Lines by id, whatever their day. */
    static List<AuditLine> lines(Handle handle, List<Long> ids) {
        return handle.createQuery("SELECT * FROM audit.ligne WHERE id = ANY(:ids) ORDER BY id")
                .bindArray("ids", Long.class, ids)
                .map((row, _) -> AuditLine.of(row))
                .list();
    }
}
