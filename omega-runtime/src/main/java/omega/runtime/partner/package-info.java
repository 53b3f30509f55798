/**
 * The partners of this installation.
 *
 * <p>Comes from: {@code omega.partenaires.*}. Goes to: every stage that speaks to OMEGA.
 */
@NullMarked
package omega.runtime.partner;

import org.jspecify.annotations.NullMarked;
