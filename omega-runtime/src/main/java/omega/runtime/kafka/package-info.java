/**
 * Kafka clients and topics, from one configuration.
 *
 * <p>Comes from: {@code kafka.*}, {@code omega.topics.*}. Goes to: every service.
 */
@NullMarked
package omega.runtime.kafka;

import org.jspecify.annotations.NullMarked;
