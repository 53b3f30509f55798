/**
 * Settings for commands that run beside the services.
 *
 * <p>Comes from: files, environment, system properties. Goes to: {@code ./omega doctor} and {@code ./omega audit}.
 */
@NullMarked
package omega.runtime.settings;

import org.jspecify.annotations.NullMarked;
