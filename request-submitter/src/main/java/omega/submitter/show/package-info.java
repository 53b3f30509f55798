/**
 * REST: requests in, plans, quota, lots and alerts out, and what operators do.
 *
 * <p>Comes from: people and the supplier's systems. Goes to: {@code omega.submitter.accept} and the stages' own questions.
 */
@NullMarked
package omega.submitter.show;

import org.jspecify.annotations.NullMarked;
