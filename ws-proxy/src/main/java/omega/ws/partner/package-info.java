/**
 * The partners that call web services.
 *
 * <p>Comes from: {@code omega.partenaires.*}. Goes to: {@code receive}, {@code call}.
 */
@NullMarked
package omega.ws.partner;

import org.jspecify.annotations.NullMarked;
