package omega.fetcher.show;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import omega.catalogue.Catalogue;
import omega.runtime.alert.Raised;
import omega.runtime.rest.Asked;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What an operator looks at first: quarantine, alerts, the balance sheet, the pack in force. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "etats", description = "Quarantine, alerts, balance sheet")
@RunOnVirtualThread
public class Etats {
    private final Register register;
    private final Catalogue catalogue;

    public Etats(Register register, Catalogue catalogue) {
        this.register = register;
        this.catalogue = catalogue;
    }

    /** Files of which nothing is published, with their faults. */
    @GET
    @Path("/quarantaine")
    @Operation(summary = "Quarantined files with their reasons, newest first")
    public Register.Page quarantine(
            @QueryParam("page") @DefaultValue("0") @Schema(type = SchemaType.INTEGER, minimum = "0") String page,
            @QueryParam("taille")
                    @DefaultValue("50")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String size) {
        return register.page(
                new Register.Filter(null, null, "EnQuarantaine", null, null, null), Asked.page(page), Asked.size(size));
    }

    /** Alerts, newest first. */
    @GET
    @Path("/alertes")
    @Operation(summary = "Alerts, newest first; only those that are true now unless actives=false")
    public List<Raised> alerts(@QueryParam("actives") @DefaultValue("true") boolean activeOnly) {
        return register.alerts(activeOnly);
    }

    /** Files and lines by partner and flux. */
    @GET
    @Path("/bilan")
    @Operation(summary = "Files and lines by partner and flux: read = published + rejected")
    public List<Register.Ligne> sheet() {
        return register.sheet();
    }

    /** The pack in force. */
    @GET
    @Path("/catalogue")
    @Operation(summary = "The catalogue pack in force: id, status, fingerprint, versions by flux")
    public Map<String, Object> catalogue() {
        return Map.of(
                "pack", catalogue.pack(),
                "empreinte", catalogue.fingerprint(),
                "flux",
                        catalogue.flux().values().stream()
                                .map(flux -> Map.of(
                                        "flux", flux.code(),
                                        "libelle", flux.libelle(),
                                        "versions",
                                                flux.layouts().stream()
                                                        .map(layout -> layout.version())
                                                        .toList()))
                                .toList());
    }
}
