/**
 * How the connection rule does, measured.
 *
 * <p>Comes from: the schema {@code channel}. Goes to: {@code /q/metrics} of the services that connect.
 */
@NullMarked
package omega.runtime.slot;

import org.jspecify.annotations.NullMarked;
