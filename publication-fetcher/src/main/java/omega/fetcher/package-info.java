/**
 * Collects publications and parses them: {@link omega.fetcher.Collection} and {@link omega.fetcher.Parsing} are the tables of contents.
 *
 * <p>Comes from: OMEGA's directory. Goes to: Kafka.
 */
@NullMarked
package omega.fetcher;

import org.jspecify.annotations.NullMarked;
