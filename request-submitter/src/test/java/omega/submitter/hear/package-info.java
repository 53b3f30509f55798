@NullMarked
package omega.submitter.hear;

import org.jspecify.annotations.NullMarked;
