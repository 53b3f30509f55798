@NullMarked
package omega.calendar;

import org.jspecify.annotations.NullMarked;
