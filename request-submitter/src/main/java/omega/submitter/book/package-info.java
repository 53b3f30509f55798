/**
 * Puts what waits into lots: plans it, books its quota and freezes its file.
 *
 * <p>Comes from: requests that wait in the database, and {@code omega.submitter.plan}. Goes to: {@code omega.submitter.write}, and to lots in the database, ready for
 * {@code omega.submitter.deposit}.
 */
@NullMarked
package omega.submitter.book;

import org.jspecify.annotations.NullMarked;
