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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** All topics of the gateway. Whichever service starts first creates those that are missing, where it may; names them where it may not. */
@ApplicationScoped
public class Topology {
    private static final Logger LOG = Logger.getLogger(Topology.class);
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

    /** Makes sure that all topics exist. */
    public void ensure() throws InterruptedException {
        try (Admin admin = clients.admin()) {
            Set<String> there = admin.listTopics().names().get();
            List<NewTopic> missing = topics().stream()
                    .filter(topic -> !there.contains(topic.name()))
                    .toList();
            if (missing.isEmpty()) {
                return;
            }
            List<String> names = missing.stream().map(NewTopic::name).toList();
            if (!create) {
                throw new IllegalStateException("these topics are missing, and omega.topics.create is false: " + names);
            }
            admin.createTopics(missing).values().forEach((name, created) -> await(name, created));
            LOG.infof("created %d topics: %s", names.size(), names);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not answer: " + e.getCause(), e);
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
