package omega.ws.call;

import jakarta.inject.Singleton;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPBinding;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import omega.ws.contract.SoapOperation;
import omega.ws.partner.Partenaire;
import omega.ws.receive.Endpoint;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.bus.extension.ExtensionManagerBus;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.endpoint.PreexistingConduitSelector;
import org.apache.cxf.jaxws.DispatchImpl;

/** Calls SOAP 1.1 services by CXF (§4.2.2): document/literal, no header, the partner's certificate, TLS 1.2 or 1.3. For many threads. */
@Singleton
public class Soap {
    private final Bus bus = new ExtensionManagerBus();
    private final Https https;
    private final Map<String, Dispatch<Source>> lines = new ConcurrentHashMap<>();

    public Soap(Https https) {
        this.https = https;
    }

    /** Makes one call; {@code body} is the message's element. */
    public Outcome call(Partenaire partner, Endpoint endpoint, SoapOperation operation, String body) {
        if (partner.soap().isEmpty()) {
            return new Outcome.Unsent("omega.partenaires." + partner.code() + ".ws.adresse is not set");
        }
        URI address = URI.create(partner.soap().get() + endpoint.chemin());
        Dispatch<Source> line =
                lines.computeIfAbsent(partner.code() + " " + endpoint, _ -> dispatch(partner, address, operation));
        try {
            return ((Reading.Read) line.invoke(new Writing.Payload(body))).outcome();
        } catch (WebServiceException e) {
            for (Throwable each = e; each != null; each = each.getCause()) {
                if (each instanceof Unanswered unanswered) {
                    return unanswered.outcome();
                }
            }
            throw e;
        }
    }

    private Dispatch<Source> dispatch(Partenaire partner, URI address, SoapOperation operation) {
        QName port = new QName(operation.service().getNamespaceURI(), operation.port());
        Bus before = BusFactory.getAndSetThreadDefaultBus(bus);
        try {
            Service service = Service.create(operation.service());
            service.addPort(port, SOAPBinding.SOAP11HTTP_BINDING, address.toString());
            Dispatch<Source> dispatch = service.createDispatch(port, Source.class, Service.Mode.PAYLOAD);
            Map<String, Object> context = dispatch.getRequestContext();
            context.put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
            context.put(BindingProvider.SOAPACTION_URI_PROPERTY, operation.soapAction());
            Client client = ((DispatchImpl<Source>) dispatch).getClient();
            client.getOutInterceptors().add(new Writing());
            client.getInInterceptors().add(new Reading());
            client.setConduitSelector(
                    new PreexistingConduitSelector(new Post(https, partner, address), client.getEndpoint()));
            return dispatch;
        } finally {
            BusFactory.setThreadDefaultBus(before);
        }
    }
}
