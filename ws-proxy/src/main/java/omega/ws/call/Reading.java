package omega.ws.call;

import java.util.List;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageContentsList;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;

/**
 * Takes an answer before CXF reads it, so that one reader of ours parses and judges whatever came: faults, other statuses, texts that are no XML.
 */
final class Reading extends AbstractPhaseInterceptor<Message> {
    private final Envelope envelope = new Envelope(Https.MOST_BYTES);

    /** What the call came to, as the dispatch's answer. */
    record Read(Outcome outcome) implements Through {}

    Reading() {
        super(Phase.RECEIVE);
    }

    @Override
    public void handleMessage(Message message) {
        Https.Answer answer = message.getContent(Https.Answer.class);
        message.setContent(List.class, new MessageContentsList(new Read(envelope.read(answer))));
        message.getInterceptorChain().abort();
    }
}
