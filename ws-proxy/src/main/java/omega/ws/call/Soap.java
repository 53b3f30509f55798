package omega.ws.call;

import jakarta.inject.Singleton;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.StringReader;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import omega.clock.OmegaClock;
import omega.ws.contract.SoapOperation;
import omega.ws.partner.Partenaire;
import omega.ws.receive.Endpoint;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.bus.extension.ExtensionManagerBus;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.jaxws.DispatchImpl;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transport.http.HTTPConduitFactory;
import org.apache.cxf.transport.http.HttpClientHTTPConduit;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Calls SOAP 1.1 services by CXF (§4.2.2): document/literal, no header, the partner's certificate, TLS 1.2 or 1.3. A POST is never repeated by the HTTP
 * client. For many threads.
 */
@Singleton
public class Soap {
    private static final int MOST_BYTES = 16 << 20;
    private final Bus bus = new ExtensionManagerBus();
    private final Duration connecting;
    private final Duration most;
    private final OmegaClock clock;
    private final Map<String, Keys> keys = new ConcurrentHashMap<>();
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** A way to one operation for one partner, with the certificate of a version. */
    private record Line(int version, Dispatch<Source> dispatch) {}

    /**
     * A client.
     *
     * @param connecting to connect, at most
     * @param most from the connect to the answer's last byte, at most
     */
    public Soap(
            @ConfigProperty(name = "omega.ws.connexion", defaultValue = "PT10S") Duration connecting,
            @ConfigProperty(name = "omega.ws.delai", defaultValue = "PT30S") Duration most,
            OmegaClock clock) {
        this.clock = clock;
        this.connecting = connecting;
        this.most = most;
        HTTPConduitFactory conduits =
                (factory, own, endpoint, target) -> new HttpClientHTTPConduit(own, endpoint, target);
        bus.setExtension(conduits, HTTPConduitFactory.class);
    }

    /** Real time that a call takes at most. */
    public Duration most() {
        return most;
    }

    /** The partner's certificate, as it is in use. */
    public Keys keys(Partenaire partner) {
        return keys.computeIfAbsent(partner.code(), _ -> new Keys(partner, clock::realInstant));
    }

    /** Makes one call; {@code body} is the message's element. */
    public Outcome call(Partenaire partner, Endpoint endpoint, SoapOperation operation, String body) {
        if (partner.soap().isEmpty()) {
            return new Outcome.Unsent("omega.partenaires." + partner.code() + ".ws.adresse is not set");
        }
        try (Deadline deadline = new Deadline(most)) {
            try {
                Source answer =
                        line(partner, endpoint, operation).dispatch().invoke(new StreamSource(new StringReader(body)));
                return answer instanceof Reading.Read read
                        ? read.outcome()
                        : new Outcome.Lost("OMEGA accepted the call without an answer");
            } catch (WebServiceException e) {
                return Failure.of(e, deadline.passed(), most);
            }
        } catch (IllegalStateException e) {
            return new Outcome.Unsent(String.valueOf(e.getMessage()));
        }
    }

    private Line line(Partenaire partner, Endpoint endpoint, SoapOperation operation) {
        Keys.Held held = keys(partner).current();
        String way = partner.code() + " " + endpoint;
        Line present = lines.get(way);
        if (present != null && present.version() == held.version()) {
            return present;
        }
        return Objects.requireNonNull(lines.compute(
                way,
                (_, known) -> known != null && known.version() == held.version()
                        ? known
                        : new Line(held.version(), dispatch(partner, endpoint, operation, held))));
    }

    private Dispatch<Source> dispatch(Partenaire partner, Endpoint endpoint, SoapOperation operation, Keys.Held held) {
        String address = partner.soap().orElseThrow() + endpoint.chemin();
        QName port = new QName(operation.service().getNamespaceURI(), operation.port());
        Bus before = BusFactory.getAndSetThreadDefaultBus(bus);
        try {
            Service service = Service.create(operation.service());
            service.addPort(port, SOAPBinding.SOAP11HTTP_BINDING, address);
            Dispatch<Source> dispatch = service.createDispatch(port, Source.class, Service.Mode.PAYLOAD);
            Map<String, Object> context = dispatch.getRequestContext();
            context.put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
            context.put(BindingProvider.SOAPACTION_URI_PROPERTY, operation.soapAction());
            context.put(HTTPConduit.NO_IO_EXCEPTIONS, true);
            Client client = ((DispatchImpl<Source>) dispatch).getClient();
            client.getInInterceptors().add(new Reading(MOST_BYTES));
            configure((HTTPConduit) client.getConduit(), held);
            return dispatch;
        } finally {
            BusFactory.setThreadDefaultBus(before);
        }
    }

    private void configure(HTTPConduit conduit, Keys.Held held) {
        TLSClientParameters tls = new TLSClientParameters();
        tls.setSslContext(held.context());
        conduit.setTlsClientParameters(tls);
        HTTPClientPolicy policy = new HTTPClientPolicy();
        policy.setVersion("1.1");
        policy.setAllowChunking(false);
        policy.setAutoRedirect(false);
        policy.setConnectionTimeout(connecting.toMillis());
        policy.setReceiveTimeout(most.toMillis());
        conduit.setClient(policy);
    }
}
