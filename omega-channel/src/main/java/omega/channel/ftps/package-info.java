/**
 * FTPS (§3.1.1): mutual certificates, passive data connections that resume the control connection's TLS session, time-outs everywhere.
 *
 * <p>Comes from: the partner's settings and a slot. Goes to: whoever uses the {@link omega.channel.RemoteFolder}.
 */
@NullMarked
package omega.channel.ftps;

import org.jspecify.annotations.NullMarked;
