/**
 * The simulator's own REST interface, which OMEGA does not have: books, switches, publications on demand.
 *
 * <p>Comes from: books. Goes to: tests, demos and people.
 */
@NullMarked
package omega.simulator.show;

import org.jspecify.annotations.NullMarked;
