package omega.runtime.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import omega.catalogue.Catalogue;
import omega.event.Topics;
import omega.runtime.Awaited;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** All topics of the gateway. Whichever service starts first creates those that are missing, where it may; names them where it may not. */
@ApplicationScoped
public class Topology {
    private static final Logger LOG = Logger.getLogger(Topology.class);
    private static final int LISTING_MILLIS = 5_000;
    private final Clients clients;
    private final Catalogue catalogue;
    private final boolean create;
    private final int partitions;
    private final Optional<Short> replication;

    public Topology(
            Clients clients,
            Catalogue catalogue,
            @ConfigProperty(name = "omega.topics.create", defaultValue = "true") boolean create,
            @ConfigProperty(name = "omega.topics.partitions", defaultValue = "6") int partitions,
            @ConfigProperty(name = "omega.topics.replication") Optional<Short> replication) {
        this.clients = clients;
        this.catalogue = catalogue;
        this.create = create;
        this.partitions = partitions;
        this.replication = replication;
    }

    /** All topics, with what sets them apart from the broker's defaults. */
    public List<NewTopic> topics() {
        List<NewTopic> topics = new ArrayList<>();
        topics.add(topic(Topics.BLOC, partitions, Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1")));
        topics.add(topic(
                Topics.DECOUPAGE, 1, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        topics.add(topic(Topics.FICHIER, partitions, Map.of()));
        topics.add(topic(Topics.REJET, partitions, Map.of()));
        topics.add(topic(Topics.ALERTE, 1, Map.of()));
        topics.add(topic(Topics.REGARD, 1, Map.of()));
        List.of(
                        Topics.DEMANDE_MASSE,
                        Topics.DEMANDE_REJET,
                        Topics.DEMANDE_DEPOT,
                        Topics.DEMANDE_SUIVI,
                        Topics.DEMANDE_UNITAIRE,
                        Topics.REPONSE_UNITAIRE,
                        Topics.APPEL)
                .forEach(name -> topics.add(topic(
                        name,
                        partitions,
                        Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(Clients.LARGEST)))));
        topics.add(topic(
                Topics.DEMANDE_ETAT,
                partitions,
                Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        catalogue
                .flux()
                .keySet()
                .forEach(flux -> topics.add(topic(
                        Topics.publication(flux),
                        partitions,
                        Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(Clients.LARGEST)))));
        return topics;
    }

    private NewTopic topic(String name, int partitions, Map<String, String> settings) {
        return new NewTopic(name, Optional.of(partitions), replication).configs(settings);
    }

    /** Makes sure that all topics exist, once Kafka is there; where they are not ours to make, whoever makes them is waited for as well. */
    public void ensure() throws InterruptedException {
        ensure(Awaited.USUAL);
    }

    void ensure(Awaited awaited) throws InterruptedException {
        awaited.until("Kafka", Topology::isAway, this::ensureOnce);
    }

    private void ensureOnce() throws InterruptedException, ExecutionException {
        try (Admin admin = clients.admin()) {
            Set<String> there = admin.listTopics(new ListTopicsOptions().timeoutMs(LISTING_MILLIS))
                    .names()
                    .get();
            List<NewTopic> missing = topics().stream()
                    .filter(topic -> !there.contains(topic.name()))
                    .toList();
            if (missing.isEmpty()) {
                return;
            }
            List<String> names = missing.stream().map(NewTopic::name).toList();
            if (!create) {
                throw new Missing(names);
            }
            admin.createTopics(missing).values().forEach((name, created) -> await(name, created));
            LOG.infof("created %d topics: %s", names.size(), names);
        }
    }

    /** Whether nobody answered, or an operator has not made the topics yet. A refusal is an answer. */
    private static boolean isAway(Exception failure) {
        return failure instanceof Missing
                || failure.getCause() instanceof TimeoutException
                || failure.getCause() instanceof DisconnectException
                || (failure.getCause() instanceof ConfigException unresolved
                        && String.valueOf(unresolved.getMessage()).contains("resolvable"));
    }

    private static final class Missing extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Missing(List<String> names) {
            super("these topics are missing, and omega.topics.create is false: " + names);
        }
    }

    private static void await(String name, java.util.concurrent.Future<Void> created) {
        try {
            created.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("cannot create topic " + name, e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
