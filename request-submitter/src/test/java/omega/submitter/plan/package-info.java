@NullMarked
package omega.submitter.plan;

import org.jspecify.annotations.NullMarked;
