package omega.submitter.show;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import omega.clock.OmegaClock;
import omega.runtime.alert.Raised;
import omega.runtime.audit.Audit;
import omega.runtime.rest.Problems;
import omega.submitter.book.Outlook;
import omega.submitter.book.Quotas;
import omega.submitter.ledger.Ledger;
import omega.submitter.partner.Contrat;
import omega.submitter.partner.Contrats;
import omega.submitter.plan.Forecast;
import omega.submitter.plan.PlannedLot;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Forecast, quota, alerts. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "plan", description = "Forecast, quota, alerts")
@RunOnVirtualThread
public class Plans {
    private final Outlook outlook;
    private final Quotas quotas;
    private final Contrats contrats;
    private final Ledger ledger;
    private final OmegaClock clock;

    public Plans(Outlook outlook, Quotas quotas, Contrats contrats, Ledger ledger, OmegaClock clock) {
        this.outlook = outlook;
        this.quotas = quotas;
        this.contrats = contrats;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** A file that is planned. */
    public record Prevu(Instant instant, String kind, int nombre) {}

    /**
     * What goes on a day by the plan of {@code le}.
     *
     * @param prevision what of all that waits does not go today; null for another day than today
     */
    public record Jour(
            String partenaire,
            LocalDate jour,
            Instant le,
            int prevues,
            List<Prevu> lots,
            @Nullable Prevision prevision) {}

    /** What does not go today, and why. */
    public record Prevision(
            int reste, int creneaux, int planifiees, int reportees, String cause, List<String> manquees) {}

    /** What goes on a day. */
    @GET
    @Path("/plan")
    @Operation(summary = "What goes on a day, today by default; of today also what will not, and why")
    public Jour plan(@QueryParam("partenaire") @Nullable String partner, @QueryParam("jour") @Nullable String day) {
        Contrat contrat = Named.contrat(contrats, partner);
        LocalDate jour = day == null ? clock.today() : Named.day(day);
        Outlook.Seen seen = outlook.recent(contrat);
        List<Prevu> lots = seen.plan().lots().stream()
                .filter(lot -> lot.jour().equals(jour))
                .map(Plans::shown)
                .toList();
        Forecast forecast = seen.plan().forecast();
        return new Jour(
                contrat.code(),
                jour,
                seen.le(),
                lots.stream().mapToInt(Prevu::nombre).sum(),
                lots,
                forecast.jour().equals(jour)
                        ? new Prevision(
                                forecast.reste(),
                                forecast.creneaux(),
                                forecast.planifiees(),
                                forecast.reportees(),
                                forecast.cause().name(),
                                forecast.manquees().stream()
                                        .map(each -> each.idDemande())
                                        .limit(1_000)
                                        .toList())
                        : null);
    }

    private static Prevu shown(PlannedLot lot) {
        return new Prevu(lot.instant(), lot.kind(), lot.demandes().size());
    }

    /** The quota from a day on. */
    @GET
    @Path("/quota")
    @Operation(summary = "Quota and what is used of it, from a day on, today by default")
    public List<Quotas.Jour> quota(
            @QueryParam("partenaire") @Nullable String partner, @QueryParam("depuis") @Nullable String since) {
        Contrat contrat = Named.contrat(contrats, partner);
        return quotas.days(contrat.code(), since == null ? clock.today() : Named.day(since));
    }

    /** How many requests were made on the portal on a day, in all, and who says so. */
    public record Portail(
            @Nullable Integer utilise, @Nullable String operateur) {}

    /** Tells what was used on the portal. */
    @POST
    @Path("/quota/{jour}/portail")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Tells how many requests were made on the portal on a day, in all",
            description =
                    "Files leave room for the larger of this and the portal's reserve; what is booked beyond it waits"
                            + " again")
    public Quotas.Jour declare(
            @PathParam("jour") String day, @QueryParam("partenaire") @Nullable String partner, Portail portail) {
        Integer used = portail == null ? null : portail.utilise();
        if (used == null || used < 0) {
            throw Problems.of(Response.Status.BAD_REQUEST, "utilise must be a number, 0 or more");
        }
        return quotas.declare(
                Named.contrat(contrats, partner), Named.day(day), used, Audit.operator(portail.operateur()));
    }

    /** Alerts, newest first. */
    @GET
    @Path("/alertes")
    @Operation(summary = "Alerts, newest first; only those that are true now unless actives=false")
    public List<Raised> alerts(@QueryParam("actives") @DefaultValue("true") boolean activeOnly) {
        return ledger.jdbi().withHandle(handle -> Raised.all(handle, "submitter", activeOnly));
    }
}
