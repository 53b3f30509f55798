/**
 * The whole gateway as a supplier runs it: the launcher's commands in processes of their own, judged from outside.
 *
 * <p>Comes from: the services as they were packaged. Goes to: nowhere, but for what {@code target/} keeps of a failed run.
 */
@NullMarked
package omega.endtoend;

import org.jspecify.annotations.NullMarked;
