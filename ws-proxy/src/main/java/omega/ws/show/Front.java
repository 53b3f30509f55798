package omega.ws.show;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Whoever comes to the address alone is led to what is offered. */
@Path("/")
public class Front {
    /** To Swagger UI. */
    @GET
    @Operation(hidden = true)
    public Response lead() {
        return Response.seeOther(URI.create("q/swagger-ui/")).build();
    }
}
