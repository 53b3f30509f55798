/**
 * Contracts as OpenAPI 3.1: what is enforced, and what is answered.
 *
 * <p>In: types of {@code contract}. Out: {@code /openapi}.
 */
@NullMarked
package omega.ws.describe;

import org.jspecify.annotations.NullMarked;
