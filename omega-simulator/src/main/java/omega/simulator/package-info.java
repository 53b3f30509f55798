/**
 * OMEGA as a supplier sees it, to try a gateway on. Provisional: not GRDF's official layouts.
 *
 * <p>Comes from: the catalogue pack, one seed and a clock. Goes to: the partners' directories, over SFTP, and the books, which tell a
 * test what it should have found. {@link omega.simulator.Omega} is the table of contents.
 */
@NullMarked
package omega.simulator;

import org.jspecify.annotations.NullMarked;
