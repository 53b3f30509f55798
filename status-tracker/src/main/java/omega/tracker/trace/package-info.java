/**
 * Each request's way as an OpenTelemetry trace, for those who look at traces.
 *
 * <p>Comes from: the steps that {@link omega.tracker.tell} has told. Goes to: whatever collector is configured; none by default.
 */
@NullMarked
package omega.tracker.trace;

import org.jspecify.annotations.NullMarked;
