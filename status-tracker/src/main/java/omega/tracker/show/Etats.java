package omega.tracker.show;

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
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import omega.runtime.alert.Raised;
import omega.runtime.audit.Audit;
import omega.runtime.rest.Asked;
import omega.runtime.rest.Problems;
import omega.tracker.keep.Keeping;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an operator looks at first: the day's sheet, what is overdue, what matches nothing, alerts; export and reconstruction. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "etats", description = "The day's sheet, overdue requests, orphans, alerts, export, reconstruction")
@RunOnVirtualThread
public class Etats {
    private final Register register;
    private final Bilan bilan;
    private final Keeping keeping;

    public Etats(Register register, Bilan bilan, Keeping keeping) {
        this.register = register;
        this.bilan = bilan;
        this.keeping = keeping;
    }

    /** The sheet of a day. */
    @GET
    @Path("/bilan")
    @Operation(
            summary = "A day's sheet by partner and kind: sent = accepted + rejected + pending + uncertain",
            description = "jour is the Paris date whose quota the requests use; today by default")
    public Bilan.Feuille sheet(
            @QueryParam("jour") @Nullable String day, @QueryParam("partenaire") @Nullable String partner) {
        LocalDate asked = Asked.day("jour", day);
        return bilan.of(Objects.requireNonNullElseGet(asked, register::today), partner);
    }

    /** Lines that match no request. */
    @GET
    @Path("/orphelines")
    @Operation(
            summary = "Lines of comptes-rendus and SDEM that match no request, with the reason; the latest told first")
    public Register.Orphelines orphans(
            @QueryParam("partenaire") @Nullable String partner,
            @QueryParam("page") @DefaultValue("0") @Min(0) @Max(100_000) int page,
            @QueryParam("taille") @DefaultValue("50") @Min(1) @Max(1000) int size) {
        return register.orphans(partner, page, size);
    }

    /** Whose a line is, who says so, and why. */
    public record Rattachement(
            @Nullable String idDemande,
            @Nullable String operateur,
            @Nullable String raison) {}

    /** Gives an orphan to a request. */
    @POST
    @Path("/orphelines/{id}/rattachement")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Gives a line that matches no request to the one that an operator names",
            description =
                    "Recorded with operateur and raison among the request's evidence, and kept by a reconstruction; said"
                            + " again with another request, the last word counts")
    public Register.Whole attach(@PathParam("id") UUID line, @Nullable Rattachement word) {
        String id = word == null ? null : word.idDemande();
        String operator = word == null ? null : word.operateur();
        String reason = word == null ? null : word.raison();
        if (id == null
                || id.isBlank()
                || operator == null
                || operator.isBlank()
                || reason == null
                || reason.isBlank()) {
            throw Problems.of(
                    Response.Status.BAD_REQUEST,
                    "idDemande, operateur and raison must be given: whose the line is, who says so, and why");
        }
        return switch (keeping.attach(line, id, operator, reason, register.now())) {
            case RATTACHEE -> register.whole(register.holder(line));
            case LIGNE_INCONNUE -> throw Problems.of(Response.Status.NOT_FOUND, "no line " + line);
            case PAS_UNE_DEMANDE ->
                throw Problems.of(Response.Status.CONFLICT, line + " is about a whole file, not about one request");
            case DEJA_TROUVEE ->
                throw Problems.of(Response.Status.CONFLICT, "line " + line + " has found its request by itself");
            case DEMANDE_INCONNUE ->
                throw Problems.of(
                        Response.Status.CONFLICT, "nothing was heard of a request " + id + " of the line's partner");
        };
    }

    /** What should have been answered. */
    @GET
    @Path("/retards")
    @Operation(summary = "Requests whose compte-rendu or SDEM should be here, and OMEGA's directory was read later")
    public Register.Page overdue(
            @QueryParam("partenaire") @Nullable String partner,
            @QueryParam("page") @DefaultValue("0") @Min(0) @Max(100_000) int page,
            @QueryParam("taille") @DefaultValue("50") @Min(1) @Max(1000) int size) {
        return register.page(
                new Search()
                        .and("partenaire = :partenaire", "partenaire", partner)
                        .overdue(true, register.now()),
                page,
                size,
                null);
    }

    /** Alerts, newest first. */
    @GET
    @Path("/alertes")
    @Operation(summary = "Alerts, newest first; only those that are true now unless actives=false")
    public List<Raised> alerts(@QueryParam("actives") @DefaultValue("true") boolean activeOnly) {
        return register.alerts(activeOnly);
    }

    /** All requests that are asked for, as CSV. */
    @GET
    @Path("/export")
    @Produces("text/csv;charset=UTF-8")
    @Operation(
            summary = "Requests as CSV for a spreadsheet, with the filters of /demandes",
            description =
                    "UTF-8 with a byte order mark, semicolons; a cell that a spreadsheet would calculate begins with an apostrophe")
    public Response export(
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
            @QueryParam("enRetard") @DefaultValue("false") boolean overdue) {
        Search search = Search.of(partner, id, pce, kind, state, lot, number, since, until, day)
                .overdue(overdue, register.now());
        StreamingOutput lines = out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            writer.write("\uFEFF" + Csv.HEADER);
            register.each(search, row -> {
                try {
                    writer.write(Csv.line(row));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.flush();
        };
        return Response.ok(lines)
                .header("Content-Disposition", "attachment; filename=\"demandes.csv\"")
                .build();
    }

    /** Derives everything anew. */
    @POST
    @Path("/reconstruction")
    @Operation(
            summary = "Derives where every request stands from its evidence alone",
            description =
                    "Safe at any time. What was right stays and is not announced again; corrigees tells how many were not")
    public Keeping.Reconstruction rebuild(@QueryParam("operateur") @Nullable String operator) {
        return keeping.rebuild(Audit.operator(operator));
    }
}
