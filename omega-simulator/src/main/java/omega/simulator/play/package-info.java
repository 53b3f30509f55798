/**
 * Switches and faults: how OMEGA may behave where the guide leaves it open, and how its files may be bad.
 *
 * <p>Comes from: show. Goes to: publish and serve.
 */
@NullMarked
package omega.simulator.play;

import org.jspecify.annotations.NullMarked;
