package omega.submitter.show;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import java.util.List;
import omega.runtime.rest.Problems;
import omega.submitter.hear.Release;
import omega.submitter.hear.Renvoi;
import omega.submitter.ledger.Ledger;
import omega.submitter.ledger.Lot;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lots, and the release of uncertain ones. */
@Path("/lots")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "lots", description = "Files of requests, from their freezing to OMEGA's answer")
@RunOnVirtualThread
public class Lots {
    private final Ledger ledger;
    private final Release release;
    private final Renvoi renvoi;

    public Lots(Ledger ledger, Release release, Renvoi renvoi) {
        this.ledger = ledger;
        this.release = release;
        this.renvoi = renvoi;
    }

    /** Lots, newest first. */
    @GET
    @Operation(summary = "Lots, newest first; all filters are optional and combined")
    public List<Lot> list(
            @QueryParam("partenaire") @Nullable String partner,
            @QueryParam("etat") @Nullable String state,
            @QueryParam("jour") @Nullable String day,
            @QueryParam("page") @DefaultValue("0") @Min(0) int page,
            @QueryParam("taille") @DefaultValue("50") @Min(1) @Max(1000) int size) {
        return ledger.jdbi()
                .withHandle(handle -> Ledger.lots(handle.createQuery("""
                    SELECT * FROM submitter.lot
                    WHERE (:partner::text IS NULL OR partenaire = :partner) AND (:state::text IS NULL OR etat = :state)
                      AND (:day::date IS NULL OR jour = :day::date)
                    ORDER BY id DESC LIMIT :size OFFSET :from\
                    """)
                        .bind("partner", partner)
                        .bind("state", state)
                        .bind("day", day == null ? null : Named.day(day).toString())
                        .bind("size", size)
                        .bind("from", (long) page * size)));
    }

    /** A lot with its requests in the order of their lines. */
    public record Whole(Lot lot, List<String> demandes) {}

    /** One lot. */
    @GET
    @Path("/{lot}")
    @Operation(summary = "One lot, with the ids of its requests in the order of their lines")
    public Whole one(@PathParam("lot") long id) {
        Lot lot = find(id);
        return new Whole(
                lot,
                ledger.jdbi()
                        .withHandle(handle -> handle.createQuery(
                                        "SELECT id_demande FROM submitter.demande WHERE lot = :lot ORDER BY ligne")
                                .bind("lot", id)
                                .mapTo(String.class)
                                .list()));
    }

    private Lot find(long id) {
        return ledger.find(id).orElseThrow(() -> Problems.of(Response.Status.NOT_FOUND, "no lot " + id));
    }

    /** The frozen bytes. */
    @GET
    @Path("/{lot}/fichier")
    @Produces("application/zip")
    @Operation(summary = "The archive's bytes, as they are deposited")
    public Response bytes(@PathParam("lot") long id) {
        Lot lot = find(id);
        byte[] archive = ledger.archive(lot)
                .orElseThrow(
                        () -> Problems.of(Response.Status.NOT_FOUND, "the bytes of lot " + id + " are no longer kept"));
        return Response.ok(archive)
                .header("Content-Disposition", "attachment; filename=\"" + lot.fichier() + "\"")
                .build();
    }

    /** Who decides, and why. */
    public record Parole(
            @Nullable String operateur, @Nullable String raison) {}

    private record Decision(String operateur, String raison) {
        static Decision of(@Nullable Parole parole) {
            String operator = parole == null ? null : parole.operateur();
            String reason = parole == null ? null : parole.raison();
            if (operator == null || operator.isBlank() || reason == null || reason.isBlank()) {
                throw Problems.of(
                        Response.Status.BAD_REQUEST, "operateur and raison must be given: who decides it, and why");
            }
            return new Decision(operator, reason);
        }
    }

    /** Has an uncertain lot sent again. */
    @POST
    @Path("/{lot}/liberation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Has an uncertain lot sent again: the same bytes under the same name",
            description = "Only once its comptes-rendus would have been read; recorded with operateur and raison")
    public Lot release(@PathParam("lot") long id, @Nullable Parole parole) {
        Decision decision = Decision.of(parole);
        try {
            return release.release(find(id), decision.operateur(), decision.raison());
        } catch (Release.Refused e) {
            throw Problems.of(Response.Status.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    /** Has the requests of a refused lot wait again. */
    @POST
    @Path("/{lot}/renvoi")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Has the requests of a lot that OMEGA refused whole wait again, under their ids",
            description =
                    "They go in another file, by the plan; for a refusal of the file, as for the quota, not of what"
                            + " it asks for. Recorded with operateur and raison")
    public Lot sendAgain(@PathParam("lot") long id, @Nullable Parole parole) {
        Decision decision = Decision.of(parole);
        try {
            return renvoi.sendAgain(find(id), decision.operateur(), decision.raison());
        } catch (Release.Refused e) {
            throw Problems.of(Response.Status.CONFLICT, String.valueOf(e.getMessage()));
        }
    }
}
