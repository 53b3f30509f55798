/**
 * The guide's opening hours, working days and publication windows, as pure functions of instants in Europe/Paris.
 *
 * <p>Comes from: {@code calendar.yaml} and the schedules of the catalogue pack. Goes to: whoever asks when a channel is open,
 * when a publication should come, and when it expires.
 */
@NullMarked
package omega.calendar;

import org.jspecify.annotations.NullMarked;
