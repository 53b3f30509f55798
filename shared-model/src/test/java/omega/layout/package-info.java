@NullMarked
package omega.layout;

import org.jspecify.annotations.NullMarked;
