/**
 * Level 1 (§3.2.3): takes what partners deposited, reads it whole, and answers with a compte-rendu and a numéro de suivi global.
 *
 * <p>Comes from: serve. Goes to: integrate, by the books, and publish for the compte-rendu. Lines are read with FastCSV and by our own
 * reading of the pack, never with {@code omega.layout}.
 */
@NullMarked
package omega.simulator.judge;

import org.jspecify.annotations.NullMarked;
