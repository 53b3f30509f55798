package omega.ws.receive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;

/** {@code omega.ws.chemins.<service>}: the path of a service below the partner's address, over the pack's (§4.2.2). */
@ConfigMapping(prefix = "omega.ws.chemins")
public interface Chemins {
    /** By service, as it stands in addresses. */
    @WithParentName
    Map<String, String> all();
}
