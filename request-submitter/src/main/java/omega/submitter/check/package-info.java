/**
 * A request against its kind's layout: every fault of it at once, or a request that can be planned and written.
 *
 * <p>Comes from: the supplier's requests as they were accepted. Goes to: {@code omega.submitter.plan}, or a rejet with every reason.
 */
@NullMarked
package omega.submitter.check;

import org.jspecify.annotations.NullMarked;
