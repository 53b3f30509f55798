/**
 * What the services and the supplier's systems say to each other over Kafka: topics and headers, each named once.
 *
 * <p>Comes from and goes to: every service.
 */
@NullMarked
package omega.event;

import org.jspecify.annotations.NullMarked;
