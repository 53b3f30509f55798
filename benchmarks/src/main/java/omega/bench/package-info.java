/**
 * Side-by-side measurements of the product against peers and against the least that the task can cost.
 *
 * <p>Comes from: the product's own modules, called or started as they are in production. Goes to: {@code benchmarks/results/*.md}.
 */
@NullMarked
package omega.bench;

import org.jspecify.annotations.NullMarked;
