/**
 * A real Kafka broker and a real PostgreSQL with no container engine, and the whole stack on one machine.
 *
 * <p>Comes from: the launcher {@code ./omega} and the tests of every module. Goes to: processes that this package starts,
 * watches and stops, whose data, keys and logs it keeps under {@code .omega/}.
 */
@NullMarked
package omega.sandbox;

import org.jspecify.annotations.NullMarked;
