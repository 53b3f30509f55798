/**
 * The bytes, on disk and synced before anything reads them.
 *
 * <p>Comes from: a partner's {@code RemoteFolder} or an operator. Goes to: the archive folder, and {@code inspect}.
 */
@NullMarked
package omega.fetcher.archive;

import org.jspecify.annotations.NullMarked;
