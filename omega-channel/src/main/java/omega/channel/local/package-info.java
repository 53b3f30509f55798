/**
 * A directory of this machine as a partner's folder: portal downloads during an outage, the mirror of an old system.
 *
 * <p>Comes from: whoever puts files there. Goes to: whoever uses the {@link omega.channel.RemoteFolder}.
 */
@NullMarked
package omega.channel.local;

import org.jspecify.annotations.NullMarked;
