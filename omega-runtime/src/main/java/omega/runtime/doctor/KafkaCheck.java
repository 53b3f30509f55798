package omega.runtime.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import omega.runtime.doctor.Diagnosis.Domaine;
import omega.runtime.kafka.Clients;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The broker answers this user, and the topics are there as the gateway wants them, with rights on them, on groups and on transactions. Changes nothing. */
final class KafkaCheck {
    private static final String SETTINGS =
            "check kafka.bootstrap.servers and the kafka.* settings of TLS and SASL, and that the brokers run";
    private final Clients clients;
    private final String servers;
    private final List<NewTopic> wanted;
    private final boolean created;
    private final boolean production;
    private final List<Diagnosis> found = new ArrayList<>();

    /** @param created whether services create what is missing ({@code omega.topics.create}) */
    KafkaCheck(Clients clients, String servers, List<NewTopic> wanted, boolean created, boolean production) {
        this.clients = clients;
        this.servers = servers;
        this.wanted = List.copyOf(wanted);
        this.created = created;
        this.production = production;
    }

    List<Diagnosis> run() throws InterruptedException {
        try (Admin admin = clients.admin()) {
            int nodes = admin.describeCluster().nodes().get().size();
            found.add(Diagnosis.well(Domaine.KAFKA, servers, nodes + " brokers answer"));
            topics(admin);
            groupsAndTransactions(admin);
        } catch (ExecutionException e) {
            found.add(Diagnosis.urgent(Domaine.KAFKA, servers, "does not answer: " + e.getCause(), SETTINGS));
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            found.add(Diagnosis.urgent(Domaine.KAFKA, servers, "cannot be used: " + cause.getMessage(), SETTINGS));
        }
        return found;
    }

    private void topics(Admin admin) throws InterruptedException, ExecutionException {
        Map<String, KafkaFuture<TopicDescription>> told = admin.describeTopics(
                        wanted.stream().map(NewTopic::name).toList(),
                        new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        Set<String> missing = new TreeSet<>();
        Set<String> hidden = new TreeSet<>();
        Set<String> forbidden = new TreeSet<>();
        Set<String> halves = new TreeSet<>();
        List<NewTopic> there = new ArrayList<>();
        for (NewTopic topic : wanted) {
            try {
                TopicDescription description =
                        Objects.requireNonNull(told.get(topic.name())).get();
                there.add(topic);
                partitions(topic, description);
                switch (may(description.authorizedOperations())) {
                    case BOTH -> {}
                    case READ -> halves.add(topic.name() + " (read only)");
                    case WRITE -> halves.add(topic.name() + " (write only)");
                    case NEITHER -> forbidden.add(topic.name());
                }
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case UnknownTopicOrPartitionException _ -> missing.add(topic.name());
                    case TopicAuthorizationException _ -> hidden.add(topic.name());
                    case null, default -> throw e;
                }
            }
        }
        if (!missing.isEmpty()) {
            found.add(
                    created
                            ? Diagnosis.attention(
                                    Domaine.KAFKA,
                                    names(missing),
                                    "missing",
                                    "the first service that starts creates them (omega.topics.create)")
                            : Diagnosis.urgent(
                                    Domaine.KAFKA,
                                    names(missing),
                                    "missing, and omega.topics.create is false",
                                    "create them as deploy/helm/omega-gateway/files/kafka.yaml says"));
        }
        if (!hidden.isEmpty()) {
            found.add(
                    Diagnosis.attention(
                            Domaine.KAFKA,
                            names(hidden),
                            "this user may not describe them",
                            "right if they are another service's; else grant it what deploy/helm/omega-gateway/files/kafka.yaml says"));
        }
        if (!forbidden.isEmpty()) {
            found.add(Diagnosis.urgent(
                    Domaine.KAFKA,
                    names(forbidden),
                    "this user may neither read nor write them",
                    "grant it what deploy/helm/omega-gateway/files/kafka.yaml says"));
        }
        if (!halves.isEmpty()) {
            found.add(new Diagnosis(
                    Domaine.KAFKA,
                    Diagnosis.Etat.QUESTION,
                    names(halves),
                    "this user may do one of the two only",
                    "right where it is the user of a service that does no more; else grant it what deploy/helm/omega-gateway/files/kafka.yaml says",
                    ""));
        }
        settings(admin, there);
        if (missing.isEmpty() && hidden.isEmpty() && forbidden.isEmpty()) {
            found.add(Diagnosis.well(Domaine.KAFKA, "topics", "all " + wanted.size() + " are there and may be used"));
        }
    }

    /** What the broker tells of them it tells only those who may use or describe them; whether they are there does not matter. */
    private void groupsAndTransactions(Admin admin) throws InterruptedException, ExecutionException {
        Map<String, KafkaFuture<?>> told = new TreeMap<>();
        List<String> groups = Clients.GROUPS.stream().map(clients::group).toList();
        admin.describeConsumerGroups(groups)
                .describedGroups()
                .forEach((group, future) -> told.put("group " + group, future));
        for (String name : Clients.TRANSACTIONS) {
            String prefix = clients.environment() + "-" + name;
            String id = prefix + "doctor";
            told.put(
                    "transactions " + prefix + "*",
                    admin.describeTransactions(List.of(id)).description(id));
        }
        Set<String> hidden = new TreeSet<>();
        for (Map.Entry<String, KafkaFuture<?>> each : told.entrySet()) {
            try {
                each.getValue().get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case GroupIdNotFoundException _, TransactionalIdNotFoundException _ -> {}
                    case AuthorizationException _ -> hidden.add(each.getKey());
                    case null, default -> throw e;
                }
            }
        }
        found.add(
                hidden.isEmpty()
                        ? Diagnosis.well(Domaine.KAFKA, "groups and transactions", "all may be used")
                        : Diagnosis.attention(
                                Domaine.KAFKA,
                                names(hidden),
                                "this user may not use them",
                                "right if they are another service's; else grant it what deploy/helm/omega-gateway/files/kafka.yaml says"));
    }

    private enum May {
        BOTH,
        READ,
        WRITE,
        NEITHER
    }

    /** Everything where the broker does not say: it has no rules. */
    private static May may(@org.jspecify.annotations.Nullable Set<AclOperation> operations) {
        if (operations == null || operations.contains(AclOperation.ALL)) {
            return May.BOTH;
        }
        boolean read = operations.contains(AclOperation.READ);
        boolean write = operations.contains(AclOperation.WRITE);
        return read ? write ? May.BOTH : May.READ : write ? May.WRITE : May.NEITHER;
    }

    private void partitions(NewTopic topic, TopicDescription description) {
        int partitions = description.partitions().size();
        int asked = topic.numPartitions();
        if (asked == 1 && partitions > 1) {
            found.add(Diagnosis.urgent(
                    Domaine.KAFKA,
                    topic.name(),
                    "has " + partitions + " partitions and must have one: its order holds only so",
                    "stop the services, delete it and let it be created anew"));
        } else if (partitions < asked) {
            found.add(Diagnosis.attention(
                    Domaine.KAFKA,
                    topic.name(),
                    "has " + partitions + " partitions, omega.topics.partitions asks for " + asked,
                    "add some, kafka-topics.sh --alter --topic " + topic.name() + " --partitions " + asked
                            + ", or set omega.topics.partitions"));
        }
        int replicas = description.partitions().stream()
                .mapToInt(each -> each.replicas().size())
                .min()
                .orElse(0);
        if (production && replicas < 2) {
            found.add(Diagnosis.attention(
                    Domaine.KAFKA,
                    topic.name(),
                    "has one replica: a broker that is lost takes its records along",
                    "reassign it to three brokers, and set omega.topics.replication"));
        }
    }

    /** Compaction and retention decide what is lost. */
    private void settings(Admin admin, List<NewTopic> there) throws InterruptedException, ExecutionException {
        Map<ConfigResource, NewTopic> asked = there.stream()
                .filter(topic -> topic.configs() != null && !topic.configs().isEmpty())
                .collect(Collectors.toMap(
                        topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), topic -> topic));
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> each :
                admin.describeConfigs(asked.keySet()).values().entrySet()) {
            NewTopic topic = Objects.requireNonNull(asked.get(each.getKey()));
            try {
                Config actual = each.getValue().get();
                topic.configs().forEach((key, value) -> {
                    var entry = actual.get(key);
                    if (entry != null && !value.equals(entry.value())) {
                        found.add(Diagnosis.attention(
                                Domaine.KAFKA,
                                topic.name(),
                                key + " is " + entry.value() + " and should be " + value,
                                "kafka-configs.sh --alter --topic " + topic.name() + " --add-config " + key + "="
                                        + value));
                    }
                });
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicAuthorizationException)) {
                    throw e;
                }
            }
        }
    }

    private static String names(Set<String> topics) {
        return String.join(", ", topics);
    }
}
