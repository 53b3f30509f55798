/**
 * The SFTP server (§3.1.2): who may come in, how often, and what counts as downloaded.
 *
 * <p>Comes from: the partners' directories that publish fills. Goes to: books.
 */
@NullMarked
package omega.simulator.serve;

import org.jspecify.annotations.NullMarked;
