/**
 * Evidence, append-only, and where each request stands by it, in PostgreSQL.
 *
 * <p>Comes from: {@code hear}, {@code match}, {@code decide}. Goes to: {@code tell}, {@code show}.
 */
@NullMarked
package omega.tracker.keep;

import org.jspecify.annotations.NullMarked;
