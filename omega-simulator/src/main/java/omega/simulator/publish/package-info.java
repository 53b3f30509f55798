/**
 * From a day and a flux to an archive in a partner's directory (§3.2.2, §3.2.4): a register of PCE, values, lines, envelope, zip.
 *
 * <p>Comes from: the catalogue pack, read as data; lines are written with FastCSV and never with {@code omega.layout}, so that one
 * misreading cannot stand on both sides. Goes to: serve.
 */
@NullMarked
package omega.simulator.publish;

import org.jspecify.annotations.NullMarked;
