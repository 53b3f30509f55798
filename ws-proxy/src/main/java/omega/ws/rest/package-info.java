/**
 * Contracts of REST services, Swagger 2.0 and OpenAPI 3.0 and 3.1, as JSON Schema 2020-12 (§4.2.3): what they ask for is what is checked and what is described.
 *
 * <p>In: the pack's files. Next: {@code receive}, as operations; {@code call}, as requests.
 */
@NullMarked
package omega.ws.rest;

import org.jspecify.annotations.NullMarked;
