/**
 * What is heard of requests, kept and found again.
 *
 * <p>Comes from: {@code omega.tracker}. Goes to: {@code omega.bench}.
 */
@NullMarked
package omega.bench.tracker;

import org.jspecify.annotations.NullMarked;
