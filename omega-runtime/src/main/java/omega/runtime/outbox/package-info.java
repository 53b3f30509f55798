/**
 * Events that are true when a transaction of the database is, announced on Kafka afterwards.
 *
 * <p>Comes from: the stages that change a state. Goes to: the topics of {@link omega.event.Topics}.
 */
@NullMarked
package omega.runtime.outbox;

import org.jspecify.annotations.NullMarked;
