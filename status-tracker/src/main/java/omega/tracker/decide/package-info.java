/**
 * Where a request stands, by all that was heard of it.
 *
 * <p>Comes from: {@code match}. Goes to: {@code keep}.
 */
@NullMarked
package omega.tracker.decide;

import org.jspecify.annotations.NullMarked;
