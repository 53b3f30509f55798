/**
 * What leaves for Kafka, in transactions.
 *
 * <p>Comes from: {@code cut} and {@code parse}. Goes to: the topics.
 */
@NullMarked
package omega.fetcher.emit;

import org.jspecify.annotations.NullMarked;
