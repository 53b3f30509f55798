package omega.submitter.show;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omega.channel.FileName;
import omega.runtime.audit.Audit;
import omega.runtime.rest.Problems;
import omega.submitter.accept.Acceptance;
import omega.submitter.accept.CsvFile;
import omega.submitter.accept.Entree;
import omega.submitter.accept.JsonEntree;
import omega.submitter.accept.Outcome;
import omega.submitter.book.Outlook;
import omega.submitter.check.DemandeFault;
import omega.submitter.ledger.Ledger;
import omega.submitter.partner.Contrat;
import omega.submitter.partner.Contrats;
import omega.submitter.plan.Placement;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Requests: in, and where they stand. */
@Path("/demandes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "demandes", description = "Mass requests: in, and when they go")
@RunOnVirtualThread
public class Demandes {
    /** Bytes of a JSON body; more goes as a file. */
    private static final int LARGEST_JSON = 5 << 20;

    private final Acceptance acceptance;
    private final Ledger ledger;
    private final Outlook outlook;
    private final Contrats contrats;

    public Demandes(Acceptance acceptance, Ledger ledger, Outlook outlook, Contrats contrats) {
        this.acceptance = acceptance;
        this.ledger = ledger;
        this.outlook = outlook;
        this.contrats = contrats;
    }

    /** What became of one request of many; {@code place}: its line in a file, the first line's number being 1, or its place in an array, from 1. */
    public record Ligne(int place, @Nullable String idDemande, String resultat, List<DemandeFault> fautes) {}

    /** What became of many: every line that was not newly accepted is told. */
    public record Rapport(int lues, int recues, int connues, int refusees, List<Ligne> lignes) {}

    /** Takes one request, or an array of them. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Hands in one request, or an array of them", description = """
        One: 202 when it is accepted, 200 when the same was accepted before, 422 with every fault. An array: 200 with a report; the good
        ones go on. The same idDemande with another content is refused, for ever\
        """)
    public Response hand(@QueryParam("partenaire") @Nullable String partner, InputStream body) throws IOException {
        byte[] json = body.readNBytes(LARGEST_JSON + 1);
        if (json.length > LARGEST_JSON) {
            throw Problems.of(
                    Response.Status.REQUEST_ENTITY_TOO_LARGE,
                    "a JSON body has at most 5 MiB; send a CSV or ZIP to /demandes/fichier");
        }
        List<Entree> entries;
        try {
            entries = JsonEntree.all(json, partner, "rest");
        } catch (IOException e) {
            throw Problems.of(Response.Status.BAD_REQUEST, "the body " + e.getMessage());
        }
        if (JsonEntree.isArray(json)) {
            Report report = new Report();
            for (int from = 0; from < entries.size(); from += Acceptance.BATCH) {
                List<Entree> batch = entries.subList(from, Math.min(entries.size(), from + Acceptance.BATCH));
                List<Integer> places = new ArrayList<>();
                for (int i = 0; i < batch.size(); i++) {
                    places.add(from + i + 1);
                }
                report.add(places, batch, acceptance.accept(batch));
            }
            return Response.ok(report.rapport()).build();
        }
        return switch (acceptance.accept(entries).getFirst()) {
            case Outcome.Recue _ -> one(entries.getFirst(), Response.Status.ACCEPTED, "RECUE");
            case Outcome.Connue _ -> one(entries.getFirst(), Response.Status.OK, "CONNUE");
            case Outcome.Refusee(List<DemandeFault> fautes) ->
                throw Problems.of(
                        UNPROCESSABLE, "the request is refused; every reason is in fautes", Map.of("fautes", fautes));
        };
    }

    private static final Response.StatusType UNPROCESSABLE = new Response.StatusType() {
        @Override
        public int getStatusCode() {
            return 422;
        }

        @Override
        public Response.Status.Family getFamily() {
            return Response.Status.Family.CLIENT_ERROR;
        }

        @Override
        public String getReasonPhrase() {
            return "Unprocessable Content";
        }
    };

    private static Response one(Entree entry, Response.Status status, String result) {
        return Response.status(status)
                .entity(new Ligne(1, id(entry), result, List.of()))
                .build();
    }

    private static @Nullable String id(Entree entry) {
        return entry instanceof Entree.Lue lue ? lue.demande().idDemande() : null;
    }

    /** Takes a CSV, or a ZIP with one. */
    @POST
    @Path("/fichier")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Hands in a CSV, or a ZIP that holds one", description = """
        The first line names columns: idDemande, kind, pce, dateSouhaitee, echeance, priorite, partenaire and kinds' own fields.
        UTF-8 or Windows-1252, with or without Excel's mark; semicolon, comma or TAB. Each line is a request of its own: the good
        ones go on, the report names every other\
        """)
    @RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM, schema = @Schema(format = "binary")))
    public Rapport file(
            @QueryParam("nom") @Nullable String name,
            @QueryParam("partenaire") @Nullable String partner,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("operateur") @Nullable String operator,
            InputStream body) {
        String called = name == null ? "-" : name;
        CsvFile csv;
        try {
            csv = new CsvFile(CsvFile.readAtMost(body), called, partner, kind);
        } catch (IOException e) {
            throw Problems.of(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        Report report = new Report();
        boolean more = true;
        while (more) {
            List<Integer> lines = new ArrayList<>();
            List<Entree> batch = new ArrayList<>();
            more = csv.read(Acceptance.BATCH, (line, entry) -> {
                lines.add(line);
                batch.add(entry);
            });
            if (!batch.isEmpty()) {
                Acceptance.Remise remise = new Acceptance.Remise(
                        Audit.operator(operator),
                        FileName.printable(called) + ", lines " + lines.getFirst() + " to " + lines.getLast());
                report.add(lines, batch, acceptance.accept(batch, remise));
            }
        }
        return report.rapport();
    }

    /** Counts outcomes. */
    private static final class Report {
        private final List<Ligne> lines = new ArrayList<>();
        private int read;
        private int accepted;
        private int known;

        void add(List<Integer> places, List<Entree> entries, List<Outcome> outcomes) {
            for (int i = 0; i < outcomes.size(); i++) {
                read++;
                int place = places.get(i);
                String id = id(entries.get(i));
                switch (outcomes.get(i)) {
                    case Outcome.Recue _ -> accepted++;
                    case Outcome.Connue _ -> {
                        known++;
                        lines.add(new Ligne(place, id, "CONNUE", List.of()));
                    }
                    case Outcome.Refusee(List<DemandeFault> fautes) ->
                        lines.add(new Ligne(place, id, "REFUSEE", fautes));
                }
            }
        }

        Rapport rapport() {
            return new Rapport(read, accepted, known, read - accepted - known, lines);
        }
    }

    /**
     * A request as the submitter knows it.
     *
     * @param etat {@code EN_ATTENTE}, {@code EN_LOT} or {@code REFUSEE}
     * @param lot the lot it is in, by number; null while it waits
     */
    public record Connue(
            String partenaire,
            String idDemande,
            String kind,
            String priorite,
            @Nullable Instant echeance,
            String source,
            Instant recue,
            String empreinte,
            String etat,
            @Nullable Long lot,
            @Nullable Integer ligne,
            boolean purgee) {}

    /** One request. */
    @GET
    @Path("/{id}")
    @Operation(summary = "One request, as the submitter knows it; its whole life is status-tracker's")
    public Connue one(@PathParam("id") String id, @QueryParam("partenaire") @Nullable String partner) {
        Contrat contrat = Named.contrat(contrats, partner);
        return find(contrat, id)
                .orElseThrow(() -> Problems.of(
                        Response.Status.NOT_FOUND, "no request '" + id + "' of " + contrat.code() + " was accepted"));
    }

    private Optional<Connue> find(Contrat contrat, String id) {
        if (id.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return ledger.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT * FROM submitter.demande WHERE partenaire = :partner AND id_demande = :id")
                        .bind("partner", contrat.code())
                        .bind("id", id)
                        .map((row, context) -> new Connue(
                                row.getString("partenaire"),
                                row.getString("id_demande"),
                                row.getString("kind"),
                                row.getString("priorite"),
                                Ledger.instant(row, "echeance"),
                                row.getString("source"),
                                row.getObject("recue", OffsetDateTime.class).toInstant(),
                                HexFormat.of().formatHex(row.getBytes("empreinte")),
                                row.getString("etat"),
                                row.getObject("lot", Long.class),
                                row.getObject("ligne", Integer.class),
                                row.getString("contenu") == null))
                        .findOne());
    }

    /**
     * When a request goes, and why then.
     *
     * @param instant when its deposit is planned, or when its lot was made; null when it is not planned
     * @param jour whose quota it uses; null when it is not planned
     */
    public record Prevision(
            String idDemande,
            String etat,
            @Nullable Instant instant,
            @Nullable LocalDate jour,
            @Nullable Long lot,
            @Nullable String ordre,
            @Nullable String attente,
            boolean enRetard,
            String explication,
            Instant le) {}

    /** When a request goes, and why then. */
    @GET
    @Path("/{id}/plan")
    @Operation(summary = "When the request goes, by the plan of now, and why then")
    public Prevision plan(@PathParam("id") String id, @QueryParam("partenaire") @Nullable String partner) {
        Contrat contrat = Named.contrat(contrats, partner);
        Connue known = one(id, partner);
        Long lot = known.lot();
        if (lot != null) {
            var in = ledger.find(lot).orElseThrow();
            return new Prevision(
                    id,
                    known.etat(),
                    in.cree(),
                    in.jour(),
                    lot,
                    null,
                    null,
                    false,
                    "in lot " + lot + " (" + in.fichier() + "), which is "
                            + in.etat().word(),
                    in.change());
        }
        Outlook.Seen seen = outlook.recent(contrat);
        Optional<Placement> place = seen.plan().of(id);
        if (place.isEmpty()) {
            seen = outlook.now(contrat);
            place = seen.plan().of(id);
        }
        Instant le = seen.le();
        return place.map(each -> shown(id, known, each, le))
                .orElseGet(() -> new Prevision(
                        id,
                        known.etat(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        known.etat().equals("REFUSEE")
                                ? "it was refused after it was accepted, because the pack has changed"
                                : "it does not wait any more; look again",
                        le));
    }

    private static Prevision shown(String id, Connue known, Placement placement, Instant le) {
        return switch (placement) {
            case Placement.Planned planned ->
                new Prevision(
                        id,
                        known.etat(),
                        planned.instant(),
                        planned.jour(),
                        null,
                        planned.ordre().name(),
                        planned.attente().name(),
                        planned.enRetard(),
                        planned.explanation(),
                        le);
            case Placement.Unplanned unplanned ->
                new Prevision(
                        id,
                        known.etat(),
                        null,
                        null,
                        null,
                        null,
                        unplanned.attente().name(),
                        unplanned.enRetard(),
                        unplanned.explanation(),
                        le);
        };
    }
}
