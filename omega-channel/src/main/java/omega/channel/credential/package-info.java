/**
 * The supplier's credentials (§1.4): read, and judged by the guide's rules.
 *
 * <p>Comes from: the partner's PEM files. Goes to: FTPS, the web services' client, and {@code doctor}.
 */
@NullMarked
package omega.channel.credential;

import org.jspecify.annotations.NullMarked;
