/**
 * The ledger: one row a file, its state, its life as events.
 *
 * <p>Comes from: every stage of collection. Goes to: {@code omega.publication.fichier.v1}, and whoever asks where a file is.
 */
@NullMarked
package omega.fetcher.ledger;

import org.jspecify.annotations.NullMarked;
