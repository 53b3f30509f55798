package omega.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** KEDA's resources as far as the chart uses them, by KEDA's documentation: no library on Maven Central has them. */
interface Keda {
    record ScaledObject(String apiVersion, String kind, JsonNode metadata, ScaledObjectSpec spec) implements Keda {}

    record ScaledObjectSpec(
            Target scaleTargetRef,
            int minReplicaCount,
            int maxReplicaCount,
            int pollingInterval,
            int cooldownPeriod,
            List<Trigger> triggers) {}

    record Target(String apiVersion, String kind, String name) {}

    record Trigger(String type, KafkaMetadata metadata, Reference authenticationRef) {}

    /** Of the scaler {@code kafka}: all are strings. */
    record KafkaMetadata(
            String bootstrapServers,
            String consumerGroup,
            String topic,
            String lagThreshold,
            String offsetResetPolicy,
            String tls,
            String sasl) {}

    record Reference(String name) {}

    record TriggerAuthentication(String apiVersion, String kind, JsonNode metadata, TriggerAuthenticationSpec spec)
            implements Keda {}

    record TriggerAuthenticationSpec(List<SecretTarget> secretTargetRef) {}

    record SecretTarget(String parameter, String name, String key) {}

    /** The classes by kind. */
    static Map<String, Class<?>> kinds() {
        return Map.of("ScaledObject", ScaledObject.class, "TriggerAuthentication", TriggerAuthentication.class);
    }
}
