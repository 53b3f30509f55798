package omega.submitter.book;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omega.runtime.audit.Audit;
import omega.submitter.ledger.Ledger;
import omega.submitter.partner.Contrat;
import omega.submitter.plan.Quota;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Each day's quota (§2.2.1, §3.2.1) as a row that all replicas book on. */
@ApplicationScoped
public class Quotas {
    private final Ledger ledger;

    public Quotas(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * One day of one partner.
     *
     * @param limite the contract's
     * @param abaissee what a refusal of OMEGA showed the limit to be; null when there was none
     * @param portailDeclare what operators told to have used on the portal
     * @param utilise what files have booked
     */
    public record Jour(
            String partenaire,
            LocalDate jour,
            int limite,
            @Nullable Integer abaissee,
            int reservePortail,
            int portailDeclare,
            int utilise) {
        /** What files may still book; never below 0. */
        @JsonProperty
        public int reste() {
            return Math.max(0, plafond() - utilise);
        }

        /** What files may book in all. */
        @JsonProperty
        public int plafond() {
            return (abaissee == null ? limite : Math.min(limite, abaissee)) - Math.max(reservePortail, portailDeclare);
        }
    }

    /** Books {@code count} requests on a day; false, and nothing booked, when it has no room for them. */
    public boolean book(Handle handle, Contrat contrat, LocalDate day, int count) {
        ensure(handle, contrat, day);
        return handle.createUpdate("""
            UPDATE submitter.quota SET utilise = utilise + :count
            WHERE partenaire = :partner AND jour = :day
              AND utilise + :count <= least(limite, abaissee) - greatest(reserve_portail, portail_declare)\
            """)
                        .bind("partner", contrat.code())
                        .bind("day", day)
                        .bind("count", count)
                        .execute()
                == 1;
    }

    /** Gives back what was booked. */
    public void giveBack(Handle handle, String partner, LocalDate day, int count) {
        handle.createUpdate(
                        "UPDATE submitter.quota SET utilise = utilise - :count WHERE partenaire = :partner AND jour ="
                                + " :day")
                .bind("partner", partner)
                .bind("day", day)
                .bind("count", count)
                .execute();
    }

    /** Books what OMEGA has taken all the same, whether there is room for it or not. */
    public void taken(Handle handle, String partner, LocalDate day, int count) {
        giveBack(handle, partner, day, -count);
    }

    /** Whether more is booked on a day than it has room for by now; its row is locked. */
    public boolean overbooked(Handle handle, Contrat contrat, LocalDate day) {
        ensure(handle, contrat, day);
        Jour row = one(handle, contrat.code(), day).orElseThrow();
        return row.utilise() > row.plafond();
    }

    /** Writes the day's row, or locks it; settings that changed count from now on. */
    private void ensure(Handle handle, Contrat contrat, LocalDate day) {
        handle.createUpdate("""
            INSERT INTO submitter.quota (partenaire, jour, limite, reserve_portail)
            VALUES (:partner, :day, :limit, :reserve)
            ON CONFLICT (partenaire, jour) DO UPDATE SET limite = excluded.limite, reserve_portail = excluded.reserve_portail\
            """)
                .bind("partner", contrat.code())
                .bind("day", day)
                .bind("limit", contrat.limite())
                .bind("reserve", contrat.reservePortail())
                .execute();
    }

    /** OMEGA refused a file for its quota: what it had taken on that day by then is all that it takes. */
    public void lower(Handle handle, Contrat contrat, LocalDate day) {
        ensure(handle, contrat, day);
        handle.createUpdate("""
            UPDATE submitter.quota SET abaissee = least(abaissee, greatest(reserve_portail, portail_declare) + (
                SELECT coalesce(sum(nombre), 0) FROM submitter.lot
                WHERE lot.partenaire = :partner AND lot.jour = :day AND etat IN ('Envoi', 'Depose', 'Incertain', 'Accepte')))
            WHERE partenaire = :partner AND jour = :day\
            """)
                .bind("partner", contrat.code())
                .bind("day", day)
                .execute();
    }

    /** {@code operator} tells what was used on the portal in all on a day. */
    public Jour declare(Contrat contrat, LocalDate day, int used, String operator) {
        return ledger.jdbi().inTransaction(handle -> {
            ensure(handle, contrat, day);
            handle.createUpdate(
                            "UPDATE submitter.quota SET portail_declare = :used WHERE partenaire = :partner AND jour ="
                                    + " :day")
                    .bind("partner", contrat.code())
                    .bind("day", day)
                    .bind("used", used)
                    .execute();
            ledger.audit()
                    .write(
                            handle,
                            operator,
                            Audit.Action.PORTAIL,
                            contrat.code(),
                            day.toString(),
                            used + " demandes",
                            null);
            return one(handle, contrat.code(), day).orElseThrow();
        });
    }

    /** The days from {@code from} on that something is known of. */
    public List<Jour> days(String partner, LocalDate from) {
        return ledger.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT * FROM submitter.quota WHERE partenaire = :partner AND jour >= :from ORDER BY"
                                        + " jour")
                        .bind("partner", partner)
                        .bind("from", from)
                        .map((row, context) -> day(row))
                        .list());
    }

    private static Optional<Jour> one(Handle handle, String partner, LocalDate day) {
        return handle.createQuery("SELECT * FROM submitter.quota WHERE partenaire = :partner AND jour = :day")
                .bind("partner", partner)
                .bind("day", day)
                .map((row, context) -> day(row))
                .findOne();
    }

    private static Jour day(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Jour(
                row.getString("partenaire"),
                row.getObject("jour", LocalDate.class),
                row.getInt("limite"),
                row.getObject("abaissee", Integer.class),
                row.getInt("reserve_portail"),
                row.getInt("portail_declare"),
                row.getInt("utilise"));
    }

    /** As the planner takes it; a lowered day counts as one of which more is used. */
    public Quota quota(Contrat contrat, LocalDate today) {
        Map<LocalDate, Integer> declared = new HashMap<>();
        Map<LocalDate, Integer> used = new HashMap<>();
        for (Jour each : days(contrat.code(), today)) {
            declared.put(each.jour(), each.portailDeclare());
            int lowered = each.abaissee() == null ? 0 : Math.max(0, contrat.limite() - each.abaissee());
            used.put(each.jour(), each.utilise() + lowered);
        }
        return new Quota(contrat.limite(), contrat.reservePortail(), declared, used);
    }
}
