@NullMarked
package omega.tracker.decide;

import org.jspecify.annotations.NullMarked;
