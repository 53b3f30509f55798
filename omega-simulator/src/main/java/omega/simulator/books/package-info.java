/**
 * What the simulator did, kept as facts that are only ever added: the judge of every test that uses it.
 *
 * <p>Comes from: publish and serve. Goes to: show.
 */
@NullMarked
package omega.simulator.books;

import org.jspecify.annotations.NullMarked;
