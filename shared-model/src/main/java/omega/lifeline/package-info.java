/**
 * The tie between a process and the one that started it: a pipe that ends when the starter does, however it ends.
 *
 * <p>Comes from: the sandbox, which starts every service with its standard input on such a pipe. Goes to: each service's
 * orderly shutdown.
 */
@NullMarked
package omega.lifeline;

import org.jspecify.annotations.NullMarked;
