/**
 * OMEGA's file channel as a supplier uses it (§3): a partner's access, its folders, a download that survives cuts.
 *
 * <p>Comes from: the partner's settings and OMEGA's directories. Goes to: whole local files with their SHA-256 for the
 * services that collect, and remote files for those that deposit.
 */
@NullMarked
package omega.channel;

import org.jspecify.annotations.NullMarked;
