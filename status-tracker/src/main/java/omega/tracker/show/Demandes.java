package omega.tracker.show;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import omega.runtime.rest.Problems;
import omega.tracker.keep.Situation;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where is it? */
@Path("/demandes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "demandes", description = "Requests, with their way and its evidence")
@RunOnVirtualThread
public class Demandes {
    private final Register register;

    public Demandes(Register register) {
        this.register = register;
    }

    /** A page of requests, those heard of last first. */
    @GET
    @Operation(
            summary = "Requests, those heard of last first",
            description =
                    "All filters are optional and combined. depuis and jusqua are about the first thing heard of a"
                            + " request, jour is OMEGA's day. total is exact up to 10,000, or as far as can be counted in"
                            + " an instant; beyond, plus is true. However far one reads, the next page comes as fast as"
                            + " the first: give suite of the last one")
    public Register.Page list(
            @QueryParam("partenaire") @Nullable String partner,
            @QueryParam("idDemande") @Nullable String id,
            @QueryParam("pce") @Nullable String pce,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("etat") @Nullable String state,
            @QueryParam("lot") @Nullable Long lot,
            @QueryParam("numeroSuivi") @Nullable String number,
            @QueryParam("depuis") @Nullable String since,
            @QueryParam("jusqua") @Nullable String until,
            @QueryParam("jour") @Nullable String day,
            @QueryParam("enRetard") @DefaultValue("false") boolean overdue,
            @QueryParam("page") @DefaultValue("0") @Min(0) @Max(100_000) int page,
            @QueryParam("taille") @DefaultValue("50") @Min(1) @Max(1000) int size,
            @QueryParam("suite") @Nullable String suite) {
        return register.page(
                Search.of(partner, id, pce, kind, state, lot, number, since, until, day)
                        .overdue(overdue, register.now()),
                page,
                size,
                suite);
    }

    /** One request. */
    @GET
    @Path("/{id: .+}")
    @Operation(
            summary = "One request with its whole way and the evidence of each step",
            description = "partenaire is needed only where several partners use the same id")
    public Register.Whole one(@PathParam("id") String id, @QueryParam("partenaire") @Nullable String partner) {
        List<Situation> found = register.find(partner, id);
        return switch (found.size()) {
            case 0 ->
                throw Problems.of(
                        Response.Status.NOT_FOUND,
                        "nothing was heard of a request " + id + (partner == null ? "" : " of " + partner));
            case 1 -> register.whole(found.getFirst());
            default ->
                throw Problems.of(
                        Response.Status.CONFLICT,
                        "several partners have a request " + id + ": give partenaire, one of "
                                + found.stream().map(Situation::partenaire).toList());
        };
    }
}
