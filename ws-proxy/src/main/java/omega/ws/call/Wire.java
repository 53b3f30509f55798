package omega.ws.call;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
import omega.ws.partner.Partenaire;
import omega.ws.receive.Appel;
import omega.ws.receive.Carried;
import omega.ws.rest.RestRequest;
import omega.ws.translate.Misfit;
import omega.ws.translate.ToXml;

/** Both ways of asking OMEGA. For many threads. */
@Singleton
public class Wire {
    private final Soap soap;
    private final Rest rest;

    public Wire(Soap soap, Rest rest) {
        this.soap = soap;
        this.rest = rest;
    }

    /**
     * A call, checked by its contract.
     *
     * @param misfits why it must not be made
     * @param print by which two calls are one
     */
    public record Ready(List<Misfit> misfits, String print, Function<Partenaire, Outcome> call) {}

    public Ready ready(Appel appel) {
        return switch (appel.endpoint().carried()) {
            case Carried.BySoap way -> {
                ToXml.Result xml = ToXml.translate(way.operation().input(), appel.corps());
                yield new Ready(
                        xml.misfits(),
                        xml.xml(),
                        partner -> soap.call(partner, appel.endpoint(), way.operation(), xml.xml()));
            }
            case Carried.ByRest way -> {
                RestRequest request = RestRequest.of(way.operation(), appel.corps());
                yield new Ready(
                        request.misfits(), request.print(), partner -> rest.call(partner, appel.endpoint(), request));
            }
        };
    }
}
