@NullMarked
package omega.submitter.write;

import org.jspecify.annotations.NullMarked;
