/**
 * {@code ./omega doctor}: looks at a real configuration before and while it is used, and says what to do.
 *
 * <p>Comes from: the services' settings. Goes to: a table or JSON for people and their monitoring, and the exit code.
 */
@NullMarked
package omega.runtime.doctor;

import org.jspecify.annotations.NullMarked;
