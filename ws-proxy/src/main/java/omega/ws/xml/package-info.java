/**
 * XML as a small located tree, read within bounds and with no DTD, and written as text.
 *
 * <p>In: bytes of a contract of the pack, or of an answer of OMEGA. Next: {@code contract}, {@code translate}.
 */
@NullMarked
package omega.ws.xml;

import org.jspecify.annotations.NullMarked;
