/**
 * Tells operators what they must know, and forgets what need not be kept.
 *
 * <p>Comes from: plans, lots and sessions. Goes to: alerts, and the outbox.
 */
@NullMarked
package omega.submitter.announce;

import org.jspecify.annotations.NullMarked;
