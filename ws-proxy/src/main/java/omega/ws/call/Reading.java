package omega.ws.call;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.transform.Source;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageContentsList;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;

/**
 * Takes an answer's bytes before CXF reads them, so that one reader of ours bounds, parses and judges whatever came: faults, other statuses, texts
 * that are no XML.
 */
final class Reading extends AbstractPhaseInterceptor<Message> {
    private final int mostBytes;
    private final Envelope envelope;

    /** What the call came to, as the dispatch's answer. */
    record Read(Outcome outcome) implements Source {
        @Override
        public void setSystemId(String systemId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getSystemId() {
            return "";
        }
    }

    Reading(int mostBytes) {
        super(Phase.RECEIVE);
        this.mostBytes = mostBytes;
        this.envelope = new Envelope(mostBytes);
    }

    @Override
    public void handleMessage(Message message) {
        int status = message.get(Message.RESPONSE_CODE) instanceof Integer code ? code : 0;
        message.setContent(java.util.List.class, new MessageContentsList(new Read(outcome(message, status))));
        message.getInterceptorChain().abort();
    }

    private Outcome outcome(Message message, int status) {
        try (InputStream in = message.getContent(InputStream.class)) {
            byte[] bytes = in == null ? new byte[0] : in.readNBytes(mostBytes + 1);
            if (bytes.length > mostBytes) {
                return new Outcome.Lost("OMEGA's answer has more than " + mostBytes + " bytes");
            }
            return envelope.read(status, bytes);
        } catch (IOException e) {
            throw new Fault(e);
        }
    }
}
