/**
 * Whether a whole archive is sound, before anything of it is published.
 *
 * <p>Comes from: the archive. Goes to: {@code cut}, or quarantine.
 */
@NullMarked
package omega.fetcher.inspect;

import org.jspecify.annotations.NullMarked;
