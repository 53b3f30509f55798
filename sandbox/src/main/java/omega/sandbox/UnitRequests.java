package omega.sandbox;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import omega.catalogue.Catalogue;
import omega.catalogue.ServiceWeb;

/**
 * Calls of every web service of the pack as a supplier's systems write them: the pack's examples, and in the places that {@code unitaires.json} names what
 * is written there, where {@code {id}}, {@code {pce}}, {@code {jour}}, {@code {creneau}} and {@code {service}}, whose numéro de demande is meant, are filled in.
 */
final class UnitRequests {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ServiceWeb> services = new LinkedHashMap<>();
    private final Catalogue catalogue;
    private final JsonNode bodies;

    /** Of the services of which {@code offered} has {@code /ws/service/operation}. */
    UnitRequests(Catalogue catalogue, Predicate<String> offered) {
        this.catalogue = catalogue;
        try (InputStream in = UnitRequests.class.getResourceAsStream("unitaires.json")) {
            bodies = JSON.readTree(Objects.requireNonNull(in, "unitaires.json"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read unitaires.json", e);
        }
        bodies.fieldNames()
                .forEachRemaining(name -> catalogue
                        .service(name)
                        .filter(each -> offered.test("/" + path(each)))
                        .ifPresent(each -> services.put(name, each)));
    }

    /** In an order in which each finds what it names. */
    List<String> services() {
        return List.copyOf(services.keySet());
    }

    /** Services that create something of which nothing need be known but a point. */
    List<String> free() {
        List<String> free = new ArrayList<>();
        services.forEach((name, service) -> {
            String body = bodies.path(name).toString();
            boolean creates = !operation(name).natures().isEmpty();
            if (creates && !body.contains("{creneau}") && !body.contains("{Creer")) {
                free.add(name);
            }
        });
        return free;
    }

    ServiceWeb.Operation operation(String service) {
        return Objects.requireNonNull(services.get(service), service)
                .operations()
                .getFirst();
    }

    boolean isWrite(String service) {
        return operation(service).acces() == ServiceWeb.Acces.ECRITURE;
    }

    boolean needsSlot(String service) {
        return bodies.path(service).toString().contains("{creneau}");
    }

    /** The services whose number it names. */
    List<String> named(String service) {
        String body = bodies.path(service).toString();
        return services().stream()
                .filter(each -> body.contains("{" + each + "}"))
                .toList();
    }

    /** Whether another one names what it creates. */
    boolean isNamed(String service) {
        return bodies.toString().contains("{" + service + "}");
    }

    /** As it stands in addresses. */
    static String address(String service) {
        return service.replace(' ', '-');
    }

    /** Below the proxy's address. */
    private static String path(ServiceWeb service) {
        return "ws/" + address(service.name()) + "/"
                + service.operations().getFirst().name();
    }

    String path(String service) {
        return path(Objects.requireNonNull(services.get(service), service));
    }

    private ObjectNode example(String service) {
        String name = address(service) + "/" + operation(service).name();
        return Objects.requireNonNull(catalogue.exemples().get(name), name)
                .demande()
                .deepCopy();
    }

    ObjectNode body(String service, Map<String, String> places) {
        String text = bodies.path(service).toString();
        for (Map.Entry<String, String> place : places.entrySet()) {
            text = text.replace("{" + place.getKey() + "}", place.getValue());
        }
        ObjectNode body = example(service);
        try {
            JSON.readTree(text).properties().forEach(each -> {
                JsonPointer place = JsonPointer.compile(each.getKey());
                ((ObjectNode) body.at(place.head())).set(place.last().getMatchingProperty(), each.getValue());
            });
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException("what was filled in spoils " + service, e);
        }
    }
}
