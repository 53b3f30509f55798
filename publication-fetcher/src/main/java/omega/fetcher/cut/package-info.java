/**
 * A sound file as blocks of whole lines.
 *
 * <p>Comes from: the archive. Goes to: {@code emit}.
 */
@NullMarked
package omega.fetcher.cut;

import org.jspecify.annotations.NullMarked;
