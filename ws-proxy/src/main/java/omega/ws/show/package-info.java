/**
 * The service over HTTP: calls, what became of them, the contracts, health.
 *
 * <p>In: HTTP. Next: {@code receive}.
 */
@NullMarked
package omega.ws.show;

import org.jspecify.annotations.NullMarked;
