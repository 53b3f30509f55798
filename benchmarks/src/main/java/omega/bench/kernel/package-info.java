/**
 * The byte kernel alone, by JMH.
 *
 * <p>Comes from: {@code omega.layout}. Goes to: {@code omega.bench}.
 */
@NullMarked
package omega.bench.kernel;

import org.jspecify.annotations.NullMarked;
