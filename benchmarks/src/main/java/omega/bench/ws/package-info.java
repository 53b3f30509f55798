/**
 * Calls of web services: ws-proxy as it is deployed, Camel-CXF with generated classes, and CXF alone, before one stub of OMEGA.
 *
 * <p>Comes from: the contracts of the pack. Goes to: {@code omega.bench}.
 */
@NullMarked
package omega.bench.ws;

import org.jspecify.annotations.NullMarked;
