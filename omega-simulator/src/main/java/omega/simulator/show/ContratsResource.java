package omega.simulator.show;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import omega.catalogue.Catalogue;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The contracts of the web services as GRDF hands them over (§4.2.2: they are published nowhere, at OMEGA's own doors neither): what a WSDL
 * imports lies beside it.
 */
@Path("/omega/contrats")
@Tag(name = "OMEGA simulator", description = "Provisional, not GRDF's official layouts")
public class ContratsResource {
    private final Catalogue catalogue;

    ContratsResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GET
    @Operation(summary = "The names of all WSDLs, schemas and OpenAPI documents")
    public List<String> names() {
        return List.copyOf(catalogue.contracts().navigableKeySet());
    }

    @GET
    @Path("/{name: .+}")
    @Operation(summary = "One of them, as a client's generator reads it; the service's address is the caller's to set")
    public Response file(String name) {
        byte[] bytes = catalogue.contracts().get(name);
        return bytes == null
                ? Response.status(Response.Status.NOT_FOUND).build()
                : Response.ok(bytes)
                        .type(name.endsWith(".wsdl") || name.endsWith(".xsd") ? "text/xml" : "application/yaml")
                        .build();
    }
}
