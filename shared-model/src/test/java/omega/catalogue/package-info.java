@NullMarked
package omega.catalogue;

import org.jspecify.annotations.NullMarked;
