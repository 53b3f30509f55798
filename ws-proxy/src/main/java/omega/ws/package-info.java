/**
 * OMEGA's web services, without SOAP for the caller: receive, gate, translate, call, reply. {@link omega.ws.Call} is the table of contents.
 *
 * <p>Comes from: callers over HTTP, {@link omega.event.Topics#DEMANDE_UNITAIRE}. Goes to: OMEGA, and back.
 */
@NullMarked
package omega.ws;

import org.jspecify.annotations.NullMarked;
