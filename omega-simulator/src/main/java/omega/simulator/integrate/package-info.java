/**
 * Level 2 (§3.2.3): in the night after level 1 accepted them, requests are integrated or found non recevables; then they go their way,
 * which SDEM tells.
 *
 * <p>Comes from: judge, by the books. Goes to: publish, as the lines of SDEM.
 */
@NullMarked
package omega.simulator.integrate;

import org.jspecify.annotations.NullMarked;
