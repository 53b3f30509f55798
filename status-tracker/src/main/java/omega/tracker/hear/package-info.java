/**
 * What the topics say, as evidence.
 *
 * <p>Comes from: request-submitter, ws-proxy, publication-fetcher over Kafka. Goes to: {@code match}.
 */
@NullMarked
package omega.tracker.hear;

import org.jspecify.annotations.NullMarked;
