@NullMarked
package omega.submitter.announce;

import org.jspecify.annotations.NullMarked;
