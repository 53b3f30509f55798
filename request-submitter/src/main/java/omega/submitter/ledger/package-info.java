/**
 * Requests, lots and their states in the database, each change with its event.
 *
 * <p>Comes from: the stages that change a state. Goes to: the stages that read it, and the outbox.
 */
@NullMarked
package omega.submitter.ledger;

import org.jspecify.annotations.NullMarked;
