/**
 * What callers ask, over HTTP or Kafka, and what the pack offers them.
 *
 * <p>In: JSON. Next: {@code gate}.
 */
@NullMarked
package omega.ws.receive;

import org.jspecify.annotations.NullMarked;
