/**
 * Planning and writing of mass requests.
 *
 * <p>Comes from: {@code omega.submitter}. Goes to: {@code omega.bench}.
 */
@NullMarked
package omega.bench.requests;

import org.jspecify.annotations.NullMarked;
