package omega.ws.receive;

import omega.catalogue.ServiceWeb;

/**
 * One operation that callers may ask for.
 *
 * @param service as it stands in addresses: the guide's name, with {@code -} for blanks
 * @param chemin below OMEGA's configured address
 */
public record Endpoint(String service, String chemin, ServiceWeb.Operation binding, Carried carried) {
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
