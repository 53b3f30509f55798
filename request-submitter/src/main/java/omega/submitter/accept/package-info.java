/**
 * Takes requests in, once each: from Kafka, REST, CSV and ZIP.
 *
 * <p>Comes from: the supplier's systems. Goes to: {@code omega.submitter.check}, and to the database, where those found sound wait.
 */
@NullMarked
package omega.submitter.accept;

import org.jspecify.annotations.NullMarked;
