/** The sandbox tried with real processes. */
@NullMarked
package omega.sandbox;

import org.jspecify.annotations.NullMarked;
