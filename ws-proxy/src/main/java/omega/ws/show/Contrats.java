package omega.ws.show;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import omega.catalogue.Catalogue;
import omega.ws.describe.OpenApi;
import omega.ws.receive.Offer;
import omega.ws.translate.Json;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What is offered, as OpenAPI 3.1; Swagger UI shows it under {@code /q/swagger-ui}. */
@Path("/openapi")
@Singleton
public class Contrats {
    private final String document;

    public Contrats(Catalogue catalogue, Offer offer) {
        document = Json.write(OpenApi.of(catalogue.pack().id(), offer.all()));
    }

    /** The document. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public String openApi() {
        return document;
    }
}
