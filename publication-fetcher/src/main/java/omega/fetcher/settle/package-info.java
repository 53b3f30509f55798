/**
 * What became of each file: blocks counted, life announced, alerts raised and cleared.
 *
 * <p>Comes from: {@code omega.publication.fichier.v1} and the ledger. Goes to: the ledger and the topics.
 */
@NullMarked
package omega.fetcher.settle;

import org.jspecify.annotations.NullMarked;
