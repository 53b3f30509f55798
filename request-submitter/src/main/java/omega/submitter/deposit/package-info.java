/**
 * Puts lots down at OMEGA, each once: a temporary name, its size, a rename that replaces nothing, a look (§3.2.1, §3.2.3).
 *
 * <p>Comes from: lots that are frozen in the database. Goes to: OMEGA's directory, and to what became of it in the database.
 */
@NullMarked
package omega.submitter.deposit;

import org.jspecify.annotations.NullMarked;
