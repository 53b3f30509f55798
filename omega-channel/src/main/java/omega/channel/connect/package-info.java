/**
 * From a partner's settings to a session, whatever the protocol.
 *
 * <p>Comes from: {@link omega.channel.Partner}. Goes to: the services, as a {@link omega.channel.RemoteFolder}.
 */
@NullMarked
package omega.channel.connect;

import org.jspecify.annotations.NullMarked;
