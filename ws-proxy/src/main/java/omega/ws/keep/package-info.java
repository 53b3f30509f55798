/**
 * The journal of calls that must not be lost or made twice, the audit of all, and the events of both.
 *
 * <p>In: calls, before they are made, and their answers. Next: {@code settle}, the outbox.
 */
@NullMarked
package omega.ws.keep;

import org.jspecify.annotations.NullMarked;
