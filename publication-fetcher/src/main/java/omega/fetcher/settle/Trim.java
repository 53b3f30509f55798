package omega.fetcher.settle;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import omega.event.Topics;
import omega.fetcher.parse.Parser;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loop;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Blocks do not expire; those that the parsers have committed are deleted, since a replay cuts them anew from the archive. */
public final class Trim implements Loop.Attempt {
    private final Admin admin;
    private final String group;

    public Trim(Clients clients) {
        this.admin = clients.admin();
        this.group = clients.group(Parser.GROUP);
    }

    @Override
    public boolean turn() throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, RecordsToDelete> done = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (partition.topic().equals(Topics.BLOC) && offset != null) {
                done.put(partition, RecordsToDelete.beforeOffset(offset.offset()));
            }
        });
        if (!done.isEmpty()) {
            admin.deleteRecords(done).all().get();
        }
        return false;
    }

    @Override
    public void close() {
        admin.close();
    }
}
