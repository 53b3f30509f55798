package omega.bench.ws;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import omega.sandbox.Logs;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.cxf.message.MessageContentsList;

/** The peer, a process of its own: JSON to a generated class by Jackson, a route to Camel's CXF component with POJOs, its answer to JSON by Jackson. */
public final class Camel {
    private Camel() {}

    private static final class Given extends SSLContextParameters {
        private final SSLContext context;

        Given(SSLContext context) {
            this.context = context;
        }

        @Override
        public SSLContext createSSLContext(CamelContext camel) {
            return context;
        }
    }

    /** Arguments: a port, the stub's address, the key store, the WSDL, and whether the schema is enforced. */
    @SuppressWarnings("resource") // lives as long as the process
    public static void main(String[] arguments) throws Exception {
        Logs.configure();
        Class<?> port = Generated.port(Camel.class.getClassLoader());
        Class<?> request = Generated.operation(port).getParameterTypes()[0];
        ObjectMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getRegistry().bind("tls", new Given(new Credentials(Path.of(arguments[2])).context()));
        String address = "cxf:" + arguments[1] + WebServices.PATH + "?dataFormat=POJO&synchronous=true&serviceClass="
                + port.getName() + "&wsdlURL=" + Path.of(arguments[3]).toUri()
                + "&defaultOperationName=recupererDonneesPCE&sslContextParameters=#tls"
                + (Boolean.parseBoolean(arguments[4]) ? "&properties.schema-validation-enabled=true" : "");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call")
                        .process(exchange -> exchange.getMessage()
                                .setBody(json.readValue(exchange.getMessage().getBody(byte[].class), request)))
                        .to(address)
                        .process(exchange -> exchange.getMessage()
                                .setBody(json.writeValueAsBytes(exchange.getMessage()
                                        .getBody(MessageContentsList.class)
                                        .getFirst())));
            }
        });
        camel.start();
        ProducerTemplate template = camel.createProducerTemplate();
        Front.serve(Integer.parseInt(arguments[0]), asked -> template.requestBody("direct:call", asked, byte[].class));
    }
}
