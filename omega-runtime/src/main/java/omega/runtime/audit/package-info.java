/**
 * Who did what with OMEGA: one line a connection, transfer, deposit and operator's action, insert-only, sealed day by day so that a change shows.
 *
 * <p>Comes from: the services, in the transactions of what they tell. Goes to: {@code ./omega audit}.
 */
@NullMarked
package omega.runtime.audit;

import org.jspecify.annotations.NullMarked;
