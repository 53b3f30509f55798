/**
 * The connection rule (§3.1): at most one control connection per five minutes and partner, over all services and replicas.
 *
 * <p>Comes from: what services want, as rows in PostgreSQL. Goes to: one claimed {@link omega.channel.slot.Slot} at a
 * time, whose connect is stamped, and to the record of every connection.
 */
@NullMarked
package omega.channel.slot;

import org.jspecify.annotations.NullMarked;
