package omega.ws.call;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import omega.ws.partner.Partenaire;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageImpl;
import org.apache.cxf.transport.AbstractConduit;
import org.apache.cxf.transport.http.Headers;
import org.apache.cxf.ws.addressing.EndpointReferenceUtils;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** CXF's way to OMEGA: each message is one POST of a known length. For many threads. */
final class Post extends AbstractConduit {
    private static final ContentType XML = ContentType.create("text/xml", java.nio.charset.StandardCharsets.UTF_8);
    private final Https https;
    private final Partenaire partner;
    private final URI address;

    Post(Https https, Partenaire partner, URI address) {
        super(EndpointReferenceUtils.getEndpointReference(address.toString()));
        this.https = https;
        this.partner = partner;
        this.address = address;
    }

    @Override
    protected java.util.logging.Logger getLogger() {
        return java.util.logging.Logger.getLogger(Post.class.getName());
    }

    @Override
    public void prepare(Message message) {
        message.setContent(OutputStream.class, new ByteArrayOutputStream(4_096));
    }

    @Override
    public void close(Message message) throws IOException {
        if (!(message.getContent(OutputStream.class) instanceof ByteArrayOutputStream written)) {
            super.close(message);
            return;
        }
        message.removeContent(OutputStream.class);
        HttpPost post = new HttpPost(address);
        Headers.getSetProtocolHeaders(message)
                .forEach((name, values) -> values.forEach(each -> post.addHeader(name, each)));
        post.setEntity(new ByteArrayEntity(written.toByteArray(), XML));
        Message answer = new MessageImpl();
        answer.setExchange(message.getExchange());
        answer.setContent(Https.Answer.class, https.exchange(partner, post, https.most()));
        getMessageObserver().onMessage(answer);
    }
}
