package omega.fetcher.emit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How far a file's revision has been cut, as Kafka keeps it: written in the transaction of the blocks that it counts.
 *
 * @param blocs blocks that are in Kafka
 * @param fini whether they are all
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Progress(int revision, long blocs, boolean fini) {}
