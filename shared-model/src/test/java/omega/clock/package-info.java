@NullMarked
package omega.clock;

import org.jspecify.annotations.NullMarked;
