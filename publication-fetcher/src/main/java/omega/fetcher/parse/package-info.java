/**
 * Blocks to records.
 *
 * <p>Comes from: {@code omega.publication.bloc.v1}. Goes to: {@code emit}.
 */
@NullMarked
package omega.fetcher.parse;

import org.jspecify.annotations.NullMarked;
