/**
 * Real counterparts for the tests and benchmarks of every module, beside {@link omega.sandbox.TestStack}.
 *
 * <p>Comes from: those tests. Goes to: no product code.
 */
@NullMarked
package omega.sandbox.test;

import org.jspecify.annotations.NullMarked;
