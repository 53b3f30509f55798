/**
 * What OMEGA's directory holds less what the ledger knows.
 *
 * <p>Comes from: a partner's {@code RemoteFolder}. Goes to: the ledger, as {@code Decouverte}.
 */
@NullMarked
package omega.fetcher.discover;

import org.jspecify.annotations.NullMarked;
