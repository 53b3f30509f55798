/**
 * Hears what OMEGA says of lots: comptes-rendus and SDEM (§3.2.3), and up to when they are known.
 *
 * <p>Comes from: publication-fetcher's topics. Goes to: the lots in the database, and their quota.
 */
@NullMarked
package omega.submitter.hear;

import org.jspecify.annotations.NullMarked;
