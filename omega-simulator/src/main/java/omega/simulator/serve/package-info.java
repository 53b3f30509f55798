/**
 * The SFTP server (§3.1.2) and the FTPS server (§3.1.1): who may come in, how often, what counts as downloaded, and what was
 * deposited. Two doors to one house: tree, rule, books and faults are the same.
 *
 * <p>Comes from: the partners' directories that publish fills. Goes to: books, and judge.
 */
@NullMarked
package omega.simulator.serve;

import org.jspecify.annotations.NullMarked;
