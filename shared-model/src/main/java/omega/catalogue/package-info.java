/**
 * The catalogue pack: every layout, code list, name and directory that the guide leaves to data, read and checked whole.
 *
 * <p>Comes from: the built-in pack {@code provisional} and the directory that overrides it. Goes to: {@code omega.layout}, which
 * compiles it, and the simulator, which has its own reader and writer of lines.
 */
@NullMarked
package omega.catalogue;

import org.jspecify.annotations.NullMarked;
