package omega.runtime.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.sql.DataSource;
import omega.channel.slot.Slots;
import omega.clock.OmegaClock;
import omega.runtime.Column;
import omega.runtime.Schema;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes a service's lines, each in the transaction of what it tells: the line is there if and only if the fact is. Thread-safe. */
public final class Audit {
    /** Who acts where no person asked. */
    public static final String MACHINE = "service";

    /** An operator who did not say who. */
    public static final String UNNAMED = "anonyme";

    private static final int LONGEST = 2_000;
    private final String service;
    private final OmegaClock clock;

    /** {@code service} is the application's name, {@code publication-fetcher}. */
    public Audit(String service, OmegaClock clock) {
        this.service = service;
        this.clock = clock;
    }

    /** What is told. */
    public enum Action {
        /** A control connection to OMEGA, once it has ended. */
        CONNEXION,
        /** A file fetched from OMEGA or a followed directory. */
        TRANSFERT,
        /** An attempt to put a file of requests down. */
        DEPOT,
        IMPORT,
        REJEU,
        /** An uncertain lot is sent again. */
        LIBERATION,
        /** The requests of a file that OMEGA refused wait again. */
        RENVOI,
        /** What was used of the quota on the portal. */
        PORTAIL,
        RECONSTRUCTION,
        /** A person hands a file of requests in. */
        REMISE,
        /** A line that was nobody's is a request's, by an operator's word. */
        RATTACHEMENT,
        /** A call of a web service, or one that was refused before it was made. */
        APPEL,
        /** What became of an uncertain call, by an operator's word. */
        DECISION
    }

    /** Creates or updates the schema {@code audit}. */
    public static void migrate(DataSource dataSource, String environment) {
        Schema.migrate(dataSource, "audit", environment);
    }

    /** An operator as he named himself, or as one who did not. */
    public static String operator(@Nullable String name) {
        return name == null || name.isBlank() ? UNNAMED : name.strip();
    }

    /** One line of many; {@code actor} is {@link #MACHINE} or an {@linkplain #operator operator}. */
    public record Line(
            String actor,
            Action action,
            String partner,
            String about,
            String outcome,
            @Nullable String why) {}

    /** Writes many lines by one statement, in {@code handle}'s transaction and in their order. */
    public void write(Handle handle, List<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        handle.execute("SELECT pg_advisory_xact_lock_shared(hashtext('omega.audit'))");
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        handle.createUpdate("""
                        INSERT INTO audit.ligne (jour, le, service, partenaire, acteur, action, objet, resultat, raison)
                        SELECT :day, :now, :service, partenaire, acteur, action, objet, resultat, raison
                        FROM unnest(:partner, :actor, :action, :about, :outcome, :why)
                             WITH ORDINALITY AS t (partenaire, acteur, action, objet, resultat, raison, rang)
                        ORDER BY rang""")
                .bind("day", now.atZone(OmegaClock.PARIS).toLocalDate())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("service", service)
                .bind("partner", Column.of(lines, Line::partner))
                .bind("actor", Column.of(lines, each -> cut(each.actor())))
                .bind("action", Column.of(lines, each -> each.action().name()))
                .bind("about", Column.of(lines, each -> cut(each.about())))
                .bind("outcome", Column.of(lines, each -> cut(each.outcome())))
                .bind("why", Column.of(lines, each -> each.why() == null ? null : cut(each.why())))
                .execute();
    }

    /** Writes a line, in {@code handle}'s transaction; {@code actor} is {@link #MACHINE} or an {@linkplain #operator operator}. */
    public void write(
            Handle handle,
            String actor,
            Action action,
            String partner,
            String about,
            String outcome,
            @Nullable String why) {
        write(handle, service, actor, action, partner, about, outcome, why);
    }

    /** Writes a line for each connection that ended. */
    public Slots.Journal connections() {
        return (handle, partner, who, epoch, outcome, reason) ->
                write(handle, who, MACHINE, Action.CONNEXION, partner, "slot " + epoch, outcome, reason);
    }

    private void write(
            Handle handle,
            String who,
            String actor,
            Action action,
            String partner,
            String about,
            String outcome,
            @Nullable String why) {
        handle.execute("SELECT pg_advisory_xact_lock_shared(hashtext('omega.audit'))");
        // once no seal can be put any more: whoever had to wait for one is a line of the day on which it goes on
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        handle.createUpdate("""
                        INSERT INTO audit.ligne (jour, le, service, partenaire, acteur, action, objet, resultat, raison)
                        VALUES (:day, :now, :service, :partner, :actor, :action, :about, :outcome, :why)""")
                .bind("day", now.atZone(OmegaClock.PARIS).toLocalDate())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("service", who)
                .bind("partner", partner)
                .bind("actor", cut(actor))
                .bind("action", action.name())
                .bind("about", cut(about))
                .bind("outcome", cut(outcome))
                .bind("why", why == null ? null : cut(why))
                .execute();
    }

    /** PostgreSQL takes no NUL, and a reason is no document. */
    private static String cut(String text) {
        String clean = text.replace("\0", "");
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST);
    }
}
