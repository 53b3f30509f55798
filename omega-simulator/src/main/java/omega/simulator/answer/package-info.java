/**
 * OMEGA's web services (§4): SOAP by the pack's contracts, the token server, and the search for points in REST.
 *
 * <p>Comes from: serve, as bytes of somebody whose certificate or token is known. Goes to: books, and by them to integrate, so that a
 * request by web service shows in SDEM like one of a file. CXF reads and writes envelopes, the JDK's own validator judges bodies, both
 * ways; nothing here is the gateway's translation.
 */
@NullMarked
package omega.simulator.answer;

import org.jspecify.annotations.NullMarked;
