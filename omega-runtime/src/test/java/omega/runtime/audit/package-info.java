@NullMarked
package omega.runtime.audit;

import org.jspecify.annotations.NullMarked;
