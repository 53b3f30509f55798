package omega.calendar;

import java.time.LocalDate;
import java.time.ZonedDateTime;

/**
 * One publication that should come: for {@code day} (of a monthly flux, the first day on which it may come), between
 * {@code from} and {@code to}.
 */
public record Expectation(LocalDate day, ZonedDateTime from, ZonedDateTime to) {}
