/**
 * Downloads over SFTP beside OpenSSH's own client.
 *
 * <p>Comes from: {@code omega.channel}. Goes to: {@code omega.bench}.
 */
@NullMarked
package omega.bench.sftp;

import org.jspecify.annotations.NullMarked;
