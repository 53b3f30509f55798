package omega.ws.receive;

import java.util.Optional;
import omega.catalogue.Exemple;
import omega.catalogue.ServiceWeb;

/**
 * One operation that callers may ask for.
 *
 * @param service as it stands in addresses: the guide's name, with {@code -} for blanks
 * @param chemin below OMEGA's configured address
 * @param exemple what the pack shows of it and fits its contract
 */
public record Endpoint(
        String service, String chemin, ServiceWeb.Operation binding, Carried carried, Optional<Exemple> exemple) {
    public String operation() {
        return binding.name();
    }

    public boolean isWrite() {
        return binding.acces() == ServiceWeb.Acces.ECRITURE;
    }

    @Override
    public String toString() {
        return service + "/" + operation();
    }
}
