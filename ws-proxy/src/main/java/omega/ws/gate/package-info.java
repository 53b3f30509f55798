/**
 * Whether a call may be made now: opening hours (§4.1), calls a minute, reasons of look-ups (§4.2.1).
 *
 * <p>In: a call that fits its contract. Next: {@code call}.
 */
@NullMarked
package omega.ws.gate;

import org.jspecify.annotations.NullMarked;
