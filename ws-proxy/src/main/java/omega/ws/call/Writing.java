package omega.ws.call;

import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageContentsList;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.wsdl.interceptors.BareOutInterceptor;
import org.codehaus.stax2.XMLStreamWriter2;

/** Puts a message's element into CXF's envelope as the text that it is: it was written, and checked, by its schema. CXF would read it to write it again. */
final class Writing extends AbstractPhaseInterceptor<Message> {

    /** The element, as the dispatch's argument. */
    record Payload(String xml) implements Through {}

    Writing() {
        super(Phase.MARSHAL);
        addBefore(BareOutInterceptor.class.getName());
    }

    @Override
    public void handleMessage(Message message) {
        Payload payload = (Payload) MessageContentsList.getContentsList(message).getFirst();
        try {
            ((XMLStreamWriter2) message.getContent(XMLStreamWriter.class)).writeRaw(payload.xml());
        } catch (XMLStreamException e) {
            throw new Fault(e);
        }
        message.removeContent(List.class);
    }
}
