@NullMarked
package omega.tracker;

import org.jspecify.annotations.NullMarked;
