package omega.simulator.answer;

import jakarta.xml.ws.Provider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Logger;
import javax.xml.XMLConstants;
import javax.xml.transform.dom.DOMSource;
import omega.simulator.serve.WebDoor.Asked;
import omega.simulator.serve.WebDoor.Reply;
import org.apache.cxf.Bus;
import org.apache.cxf.binding.soap.Soap11;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.jaxws.EndpointImpl;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageImpl;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.service.model.EndpointInfo;
import org.apache.cxf.transport.AbstractDestination;
import org.apache.cxf.transport.Conduit;
import org.apache.cxf.transport.Destination;
import org.apache.cxf.transport.DestinationFactory;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** One service in CXF, from its WSDL, in payload mode; bytes in, bytes out, on the caller's thread. */
final class SoapEndpoint {
    private static final String PREFIXES = "soap.body.ns.context";

    /** What is done with a body. */
    interface Work {
        Document answer(Document request) throws Refusal;
    }

    private final Pipe pipe;

    SoapEndpoint(Bus bus, Path wsdl, Contract contract, String chemin, Work work) {
        this.pipe = new Pipe(bus);
        EndpointImpl endpoint = new EndpointImpl(bus, new Payload(contract, work));
        endpoint.setWsdlLocation(wsdl.toUri().toString());
        endpoint.setServiceName(contract.service());
        endpoint.setEndpointName(contract.port());
        endpoint.setProperties(Map.of("org.apache.cxf.binding.soap.addNamespaceContext", true));
        endpoint.getServerFactory().setDestinationFactory(pipe);
        endpoint.getInInterceptors().add(new Whole(contract));
        endpoint.publish(chemin);
    }

    Reply answer(Asked asked) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(asked.headers());
        MessageImpl message = new MessageImpl();
        message.setContent(InputStream.class, new ByteArrayInputStream(asked.body()));
        message.put(ByteArrayOutputStream.class, out);
        message.put(Message.PROTOCOL_HEADERS, headers);
        message.put(Message.HTTP_REQUEST_METHOD, "POST");
        message.put(Message.CONTENT_TYPE, asked.header("Content-type"));
        message.put(Message.ENCODING, "UTF-8");
        message.setDestination(pipe);
        pipe.getMessageObserver().onMessage(message);
        boolean fault = message.getExchange() != null && message.getExchange().getOutFaultMessage() != null;
        return new Reply(fault ? 500 : 200, "text/xml; charset=UTF-8", out.toByteArray());
    }

    /** Between the door's bytes and CXF's chain of interceptors. */
    private static final class Pipe extends AbstractDestination implements DestinationFactory {
        Pipe(Bus bus) {
            super(bus, new EndpointReferenceType(), new EndpointInfo());
        }

        @Override
        public Destination getDestination(EndpointInfo info, Bus bus) {
            return this;
        }

        @Override
        public Set<String> getUriPrefixes() {
            return Set.of();
        }

        @Override
        public List<String> getTransportIds() {
            return List.of();
        }

        @Override
        protected Logger getLogger() {
            return Logger.getLogger(SoapEndpoint.class.getName());
        }

        @Override
        protected Conduit getInbuiltBackChannel(Message in) {
            return new AbstractBackChannelConduit() {
                @Override
                public void prepare(Message out) {
                    out.setContent(OutputStream.class, in.get(ByteArrayOutputStream.class));
                }
            };
        }
    }

    /** Before CXF reads anything. A Fault because of a Header has no detail (SOAP 1.1 §4.4), one because of anything else has. */
    private static final class Whole extends AbstractSoapInterceptor {
        private final Contract contract;

        Whole(Contract contract) {
            super(Phase.RECEIVE);
            this.contract = contract;
        }

        @Override
        public void handleMessage(SoapMessage message) {
            InputStream bytes = message.getContent(InputStream.class);
            Envelope.fault(bytes).ifPresent(refusal -> {
                Call.current().refused(refusal.reason(), refusal.libelle());
                throw fault(contract, refusal);
            });
            try {
                bytes.reset();
            } catch (IOException e) {
                throw new UncheckedIOException("bytes in memory can be read again", e);
            }
        }
    }

    private static SoapFault fault(Contract contract, Refusal refusal) {
        Soap11 soap = Soap11.getInstance();
        SoapFault fault = new SoapFault(
                refusal.reason().text() + " : " + refusal.libelle(),
                refusal.reason().blamesCaller() ? soap.getSender() : soap.getReceiver());
        if (refusal.reason() != Refusal.Code.ENTETE) {
            contract.fault(refusal.reason().functional() ? "erreurFonctionnelle" : "erreurTechnique")
                    .ifPresent(name -> fault.setDetail(Answer.detail(name, refusal)));
        }
        return fault;
    }

    @WebServiceProvider
    @ServiceMode(Service.Mode.PAYLOAD)
    public static final class Payload implements Provider<DOMSource> {
        private final Contract contract;
        private final Work work;

        Payload(Contract contract, Work work) {
            this.contract = contract;
            this.work = work;
        }

        @Override
        public DOMSource invoke(DOMSource request) {
            try {
                return new DOMSource(work.answer(document(request)));
            } catch (Refusal refusal) {
                Call.current().refused(refusal.reason(), refusal.libelle());
                throw fault(contract, refusal);
            }
        }

        private static Document document(DOMSource source) {
            Document document = (Document) source.getNode();
            Message message = org.apache.cxf.phase.PhaseInterceptorChain.getCurrentMessage();
            Object around = message.get(PREFIXES);
            if (around instanceof Map<?, ?> prefixes) {
                prefixes.forEach((prefix, namespace) ->
                        declare(document.getDocumentElement(), String.valueOf(prefix), String.valueOf(namespace)));
            }
            return document;
        }

        /** A prefix that the envelope declares may stand in an {@code xsi:type}. */
        private static void declare(Element root, String prefix, String namespace) {
            String name = prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix;
            if (!root.hasAttribute(name) && !prefix.isEmpty()) {
                root.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, name, namespace);
            }
        }
    }
}
