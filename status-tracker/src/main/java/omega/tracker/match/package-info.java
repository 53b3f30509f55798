/**
 * Which request a line is about.
 *
 * <p>Comes from: {@code hear}. Goes to: {@code decide}.
 */
@NullMarked
package omega.tracker.match;

import org.jspecify.annotations.NullMarked;
