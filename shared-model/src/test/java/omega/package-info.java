@NullMarked
package omega;

import org.jspecify.annotations.NullMarked;
