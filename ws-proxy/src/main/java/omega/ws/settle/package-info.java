/**
 * What goes on after callers have left: queued calls are sent, lost answers looked up, crashes noticed, operators' decisions taken.
 *
 * <p>In: the journal. Next: {@code call}, the journal again.
 */
@NullMarked
package omega.ws.settle;

import org.jspecify.annotations.NullMarked;
