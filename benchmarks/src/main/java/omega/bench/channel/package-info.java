/**
 * The file channel beside the clients of others: a large file and many small ones, over SFTP and FTPS.
 *
 * <p>Comes from: {@code omega.channel}. Goes to: {@code omega.bench}.
 */
@NullMarked
package omega.bench.channel;

import org.jspecify.annotations.NullMarked;
