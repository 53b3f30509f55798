@NullMarked
package omega.contract;

import org.jspecify.annotations.NullMarked;
