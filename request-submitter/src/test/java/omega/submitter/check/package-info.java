@NullMarked
package omega.submitter.check;

import org.jspecify.annotations.NullMarked;
