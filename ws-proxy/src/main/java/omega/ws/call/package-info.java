/**
 * Calls of OMEGA: SOAP 1.1 without header over mutual TLS (§4.2.2), REST with a token (§4.2.3).
 *
 * <p>In: XML or JSON that fits its contract. Next: {@code reply}, with what is known of the outcome.
 */
@NullMarked
package omega.ws.call;

import org.jspecify.annotations.NullMarked;
