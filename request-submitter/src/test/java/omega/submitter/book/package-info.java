@NullMarked
package omega.submitter.book;

import org.jspecify.annotations.NullMarked;
