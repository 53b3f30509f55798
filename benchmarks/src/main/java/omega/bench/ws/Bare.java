package omega.bench.ws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.sandbox.Logs;
import omega.ws.call.Https;
import omega.ws.call.Outcome;
import omega.ws.call.Soap;
import omega.ws.partner.Partenaire;
import omega.ws.receive.Carried;
import omega.ws.receive.Endpoint;
import omega.ws.receive.Offer;
import omega.ws.translate.Json;
import omega.ws.translate.ToJson;
import omega.ws.translate.ToXml;

/** ws-proxy's own mapping and call behind the front that its peer has, a process of its own: no hours, no caps, no audit, no database. */
public final class Bare {
    private Bare() {}

    /** Arguments: a port, the stub's address, the key store. */
    public static void main(String[] arguments) throws Exception {
        Logs.configure();
        Endpoint endpoint = new Offer(Catalogue.provisional(), Optional.empty(), () -> Map.of())
                .find("RecupererDonneesPCE", "recupererDonneesPCE")
                .orElseThrow();
        Carried.BySoap way = (Carried.BySoap) endpoint.carried();
        Credentials credentials = new Credentials(java.nio.file.Path.of(arguments[2]));
        Partenaire partner = new Partenaire(
                "BENCH",
                Optional.of(URI.create(arguments[1])),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Partenaire.Pieces(credentials.certificate(), credentials.key(), Optional.empty())),
                Optional.of(credentials.certificate()));
        Soap soap = new Soap(new Https(Duration.ofSeconds(10), Duration.ofSeconds(30), OmegaClock.real()));
        Front.serve(Integer.parseInt(arguments[0]), asked -> {
            ToXml.Result xml = ToXml.translate(way.operation().input(), Json.read(asked));
            if (!xml.misfits().isEmpty()
                    || !(soap.call(partner, endpoint, way.operation(), xml.xml())
                            instanceof Outcome.Answered answered)) {
                throw new IllegalStateException("not answered: " + xml.misfits());
            }
            ToJson.Result json = ToJson.translate(way.operation().output(), answered.body());
            if (!json.misfits().equals(List.of())) {
                throw new IllegalStateException("does not fit: " + json.misfits());
            }
            return Json.write(json.json()).getBytes(StandardCharsets.UTF_8);
        });
    }
}
