/**
 * The credentials of a service's partners, watched: which are in force, what they give cause for, what servers showed.
 *
 * <p>Comes from: the partners' files and sessions. Goes to: health pages, alerts, and {@code doctor}.
 */
@NullMarked
package omega.runtime.credential;

import org.jspecify.annotations.NullMarked;
