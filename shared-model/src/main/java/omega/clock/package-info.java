/**
 * Time as every process of the gateway sees it: an affine function of real time, the identity in production.
 *
 * <p>Comes from: a timeline file kept under {@code .omega/} when the sandbox plays days faster. Goes to: every rule of
 * the guide, all of which are in Europe/Paris.
 */
@NullMarked
package omega.clock;

import org.jspecify.annotations.NullMarked;
