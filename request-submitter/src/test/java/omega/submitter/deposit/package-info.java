@NullMarked
package omega.submitter.deposit;

import org.jspecify.annotations.NullMarked;
