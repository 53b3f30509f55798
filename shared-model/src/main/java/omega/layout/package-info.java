/**
 * Layouts compiled to a column table and two loops: a line's bytes become a record's JSON bytes, or faults, without a String a field.
 *
 * <p>Comes from: {@code omega.catalogue}. Goes to: the stages of publication-fetcher that inspect, cut and parse.
 */
@NullMarked
package omega.layout;

import org.jspecify.annotations.NullMarked;
