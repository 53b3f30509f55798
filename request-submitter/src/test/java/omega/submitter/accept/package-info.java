@NullMarked
package omega.submitter.accept;

import org.jspecify.annotations.NullMarked;
