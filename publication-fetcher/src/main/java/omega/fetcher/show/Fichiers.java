package omega.fetcher.show;

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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import omega.catalogue.Flux;
import omega.channel.FileName;
import omega.channel.Partner;
import omega.fetcher.archive.Archive;
import omega.fetcher.discover.Discovery;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.FileState;
import omega.fetcher.ledger.Ledger;
import omega.runtime.audit.Audit;
import omega.runtime.partner.Partners;
import omega.runtime.rest.Asked;
import omega.runtime.rest.Problems;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The files of the ledger with their life; replay and import. */
@Path("/fichiers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "fichiers", description = "Files of the ledger, with their life")
@RunOnVirtualThread
public class Fichiers {
    private static final List<String> STATES = Stream.of(FileState.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .toList();
    private final Register register;
    private final Ledger ledger;
    private final Archive archive;
    private final Partners partners;
    private final Discovery discovery;

    public Fichiers(Register register, Ledger ledger, Archive archive, Partners partners, Discovery discovery) {
        this.register = register;
        this.ledger = ledger;
        this.archive = archive;
        this.partners = partners;
        this.discovery = discovery;
    }

    /** A page of files, newest first. */
    @GET
    @Operation(
            summary = "Files, newest first",
            description = "All filters are optional and combined; nom is a part of the name")
    public Register.Page list(
            @QueryParam("partenaire") @Nullable String partner,
            @QueryParam("flux") @Nullable String flux,
            @QueryParam("etat") @Nullable String state,
            @QueryParam("nom") @Nullable String name,
            @QueryParam("depuis") @Nullable String since,
            @QueryParam("jusqua") @Nullable String until,
            @QueryParam("page") @DefaultValue("0") @Schema(type = SchemaType.INTEGER, minimum = "0") String page,
            @QueryParam("taille")
                    @DefaultValue("50")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String size) {
        return register.page(
                new Register.Filter(
                        Asked.text("partenaire", partner),
                        Asked.text("flux", flux),
                        state(state),
                        Asked.text("nom", name),
                        Asked.instant("depuis", since),
                        Asked.instant("jusqua", until)),
                Asked.page(page),
                Asked.size(size));
    }

    /** One file with its life. */
    @GET
    @Path("/{id}")
    @Operation(summary = "One file, its life as events, its blocks and the first faults of its lines")
    public Register.Whole one(@PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        return register.whole(find(id));
    }

    /** The archived bytes. */
    @GET
    @Path("/{id}/archive")
    @Produces("application/zip")
    @Operation(summary = "The archive's bytes, as they came")
    public Response bytes(@PathParam("id") @Schema(type = SchemaType.INTEGER) String id) throws IOException {
        CollectedFile file = find(id);
        if (file.sha256() == null || !archive.holds(file)) {
            throw Problems.of(Response.Status.NOT_FOUND, file.nom() + " is not in the archive");
        }
        return Response.ok(archive.path(file).toFile())
                .header("Content-Disposition", "attachment; filename=\"" + file.hash() + ".zip\"")
                .build();
    }

    /** What a replay asks: why, and for whom. */
    public record Rejeu(String motif, @Nullable String operateur) {}

    /** Publishes an archived file anew, with today's pack, as its next revision. */
    @POST
    @Path("/{id}/rejeu")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Replays an archived file with today's pack",
            description = "The file becomes its next revision; Remplacee is announced before any record of it")
    public Register.Whole replay(@PathParam("id") @Schema(type = SchemaType.INTEGER) String id, Rejeu rejeu)
            throws IOException {
        if (rejeu == null
                || Asked.text("motif", rejeu.motif()) == null
                || rejeu.motif().isBlank()) {
            throw Problems.of(
                    Response.Status.BAD_REQUEST, "a replay needs a motif: why, for whoever reads the ledger later");
        }
        CollectedFile file = find(id);
        return switch (file.etat()) {
            case FileState.Complete _, FileState.EnQuarantaine _, FileState.Decoupee _ ->
                register.whole(replay(file, rejeu));
            case FileState.Decouverte _, FileState.Archivee _, FileState.Controlee _, FileState.Retiree _ ->
                throw Problems.of(
                        Response.Status.CONFLICT,
                        file.nom() + " is " + file.etat().word()
                                + "; a replay takes a file that is Complete, EnQuarantaine or Decoupee");
        };
    }

    /** The flux is asked anew: the pack may have learnt of it since. */
    private CollectedFile replay(CollectedFile file, Rejeu rejeu) throws IOException {
        String flux =
                discovery.fluxOf(file.partenaire(), file.nom()).map(Flux::code).orElse(file.flux());
        try {
            return ledger.replay(file, flux, archive.size(file), rejeu.motif(), Audit.operator(rejeu.operateur()));
        } catch (Ledger.Stale e) {
            throw Problems.of(Response.Status.CONFLICT, file.nom() + " has just changed; look again");
        }
    }

    /** Takes in a file that an operator brings: the same checks, the same topics. */
    @POST
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "Imports one archive",
            description =
                    "The same checks and topics as for a collected file; the same bytes under the same name are known, and told so")
    @RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM, schema = @Schema(format = "binary")))
    public Register.Whole receive(
            @QueryParam("nom") @Nullable String name,
            @QueryParam("partenaire") Optional<String> code,
            @QueryParam("operateur") @Nullable String operator,
            InputStream body)
            throws IOException {
        String fault = name == null || name.isBlank()
                ? "empty"
                : FileName.of(name.getBytes(StandardCharsets.UTF_8)).fault();
        if (fault != null) {
            throw Problems.of(
                    Response.Status.BAD_REQUEST,
                    "nom must be the archive's file name, without a path; it is: " + fault);
        }
        Partner partner = partners.find(code)
                .orElseThrow(() -> Problems.of(
                        Response.Status.BAD_REQUEST,
                        "partenaire must be one of "
                                + partners.all().stream().map(Partner::code).toList()));
        Optional<Flux> flux = discovery.fluxOf(partner.code(), Objects.requireNonNull(name));
        String fluxCode = flux.map(Flux::code).orElse(CollectedFile.UNKNOWN_FLUX);
        var received = archive.receive(partner.code(), body);
        return register.whole(ledger.imported(
                partner.code(), fluxCode, name, received.sha256(), received.bytes(), Audit.operator(operator)));
    }

    private CollectedFile find(String asked) {
        long id = Asked.whole("id", asked, 1, Long.MAX_VALUE);
        return ledger.find(id).orElseThrow(() -> Problems.of(Response.Status.NOT_FOUND, "there is no file " + id));
    }

    private static @Nullable String state(@Nullable String text) {
        if (text != null && !STATES.contains(text)) {
            throw Problems.badRequest("etat must be one of " + STATES);
        }
        return text;
    }
}
