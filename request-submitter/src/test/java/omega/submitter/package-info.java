@NullMarked
package omega.submitter;

import org.jspecify.annotations.NullMarked;
