package omega.ws.show;

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
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import omega.runtime.rest.Asked;
import omega.runtime.rest.Problems;
import omega.ws.keep.Demande;
import omega.ws.keep.Etat;
import omega.ws.keep.Journal;
import omega.ws.settle.Decision;
import omega.ws.translate.Json;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Kept calls: where they stand, and an operator's word on uncertain ones. */
@Path("/demandes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "demandes", description = "Writes, and calls that wait: where each stands")
@RunOnVirtualThread
public class Demandes {
    private final Journal journal;
    private final Decision decision;
    private final Following following;

    public Demandes(Journal journal, Decision decision, Following following) {
        this.journal = journal;
        this.decision = decision;
        this.following = following;
    }

    /** Requests, newest first. */
    @GET
    @Operation(summary = "Requests, newest first; all filters are optional and combined")
    public Response list(
            @QueryParam("partenaire") @Nullable String partner,
            @QueryParam("etat") @Nullable String state,
            @QueryParam("idDemande") @Nullable String id,
            @QueryParam("page") @DefaultValue("0") String page,
            @QueryParam("taille") @DefaultValue("50") String taille) {
        int size = Asked.size(taille);
        return Response.ok(journal
                        .list(
                                Asked.text("partenaire", partner),
                                state(state),
                                Asked.text("idDemande", id),
                                size,
                                (long) Asked.page(page) * size)
                        .stream()
                        .map(Demande::json)
                        .collect(Collectors.joining(",", "[", "]")))
                .build();
    }

    private static @Nullable Etat state(@Nullable String text) {
        try {
            return text == null ? null : Etat.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest("etat must be one of " + Arrays.toString(Etat.values()));
        }
    }

    /** One request. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Where one request stands, with its answer or problem")
    public Response one(@PathParam("id") long id) {
        return Response.ok(find(id).json()).build();
    }

    /** What may be asked for once a request is accepted. */
    @GET
    @Path("/{id}/suites")
    @Operation(
            summary = "What may be asked for next of an accepted request: address and beginning of each body",
            description =
                    "Empty unless it is accepted, once another that was accepted here ended it, and once what it asked"
                            + " for was purged")
    public Response suites(@PathParam("id") long id) {
        return Response.ok(Json.write(following.of(find(id)))).build();
    }

    private Demande find(long id) {
        return journal.find(id).orElseThrow(() -> Problems.of(Response.Status.NOT_FOUND, "no request " + id));
    }

    /** Who decides, why, and what is so. */
    public record Choix(
            @Nullable String operateur,
            @Nullable String raison,
            @Nullable Boolean presente,
            @Nullable String numeroDemande) {}

    /** Takes an operator's word. */
    @POST
    @Path("/{id}/decision")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Says whether OMEGA has an uncertain request",
            description =
                    "Recorded with operateur and raison. Nothing is sent: a request that OMEGA does not have may be"
                            + " made anew")
    public Response decide(@PathParam("id") long id, @Nullable Choix choice) {
        if (choice == null
                || choice.operateur() == null
                || choice.operateur().isBlank()
                || choice.raison() == null
                || choice.raison().isBlank()
                || choice.presente() == null) {
            throw Problems.of(
                    Response.Status.BAD_REQUEST,
                    "operateur, raison and presente must be given: who decides, why, and whether OMEGA has the"
                            + " request");
        }
        Demande demande = find(id);
        if (demande.etat() != Etat.INCERTAINE
                || !decision.decide(
                        demande,
                        choice.operateur(),
                        choice.raison(),
                        choice.presente(),
                        Optional.ofNullable(choice.numeroDemande()))) {
            throw Problems.of(Response.Status.CONFLICT, "request " + id + " is " + find(id).etat() + ", not uncertain");
        }
        return Response.ok(find(id).json()).build();
    }
}
