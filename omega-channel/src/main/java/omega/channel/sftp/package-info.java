/**
 * SFTP (§3.1.2): RSA-4096 key, verified host, time-outs everywhere.
 *
 * <p>Comes from: the partner's settings and a slot. Goes to: whoever uses the {@link omega.channel.RemoteFolder}.
 */
@NullMarked
package omega.channel.sftp;

import org.jspecify.annotations.NullMarked;
