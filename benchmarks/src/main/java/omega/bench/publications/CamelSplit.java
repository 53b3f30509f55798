package omega.bench.publications;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import omega.bench.kernel.Rows;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;

/** Apache Camel's way of the same: split the file, make JSON of each line, send it to Kafka. No check, no type, no transaction. */
final class CamelSplit {
    private static final int GROUP = 5_000;
    private static final String[] NAMES = Rows.NAMES.split(";", -1);

    private CamelSplit() {}

    /** Sends all rows, one by one with the component's defaults or in groups with the product's producer settings; how many they were. */
    static long run(String brokers, Path file, String topic, boolean grouped) throws Exception {
        AtomicLong sent = new AtomicLong();
        String one = "kafka:" + topic + "?brokers=" + brokers;
        String many = one
                + "&compressionCodec=lz4&producerBatchSize=131072&lingerMs=10&requestRequiredAcks=all&enableIdempotence=true&synchronous=true";
        try (DefaultCamelContext camel = new DefaultCamelContext();
                BufferedReader rows = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    if (grouped) {
                        from("direct:file")
                                .split(body().tokenize("\n", GROUP, false))
                                .streaming()
                                .process(exchange -> {
                                    List<Message> messages = exchange.getIn()
                                            .getBody(String.class)
                                            .lines()
                                            .map(line -> toJson(line, new DefaultMessage(exchange.getContext())))
                                            .toList();
                                    sent.addAndGet(messages.size());
                                    exchange.getIn().setBody(messages);
                                })
                                .to(many);
                    } else {
                        from("direct:file")
                                .split(body().tokenize("\n"))
                                .streaming()
                                .process(exchange -> {
                                    toJson(exchange.getIn().getBody(String.class), exchange.getIn());
                                    sent.incrementAndGet();
                                })
                                .to(one);
                    }
                }
            });
            camel.start();
            rows.readLine(); // names
            try (var template = camel.createProducerTemplate()) {
                template.sendBody("direct:file", rows);
            }
        }
        return sent.get();
    }

    private static Message toJson(String line, Message message) {
        String[] fields = line.split(";", -1);
        StringBuilder json = new StringBuilder(300);
        for (int i = 0; i < NAMES.length; i++) {
            json.append(i == 0 ? "{\"" : ",\"")
                    .append(NAMES[i])
                    .append("\":\"")
                    .append(fields[i])
                    .append('"');
        }
        message.setBody(json.append('}').toString());
        message.setHeader(KafkaConstants.KEY, fields[0]);
        return message;
    }
}
