@NullMarked
package omega.runtime.doctor;

import org.jspecify.annotations.NullMarked;
