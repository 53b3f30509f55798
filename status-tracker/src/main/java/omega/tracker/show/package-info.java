/**
 * Requests over REST.
 *
 * <p>Comes from: {@code keep}. Goes to: operators, the console, the supplier's systems.
 */
@NullMarked
package omega.tracker.show;

import org.jspecify.annotations.NullMarked;
