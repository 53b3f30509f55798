/**
 * The ledger over REST.
 *
 * <p>Comes from: the ledger. Goes to: operators and the console.
 */
@NullMarked
package omega.fetcher.show;

import org.jspecify.annotations.NullMarked;
