/**
 * A mass request's way to OMEGA (§2.2.1, §3.2.1, §3.2.3), as pure stages: check, plan, write.
 *
 * <p>Comes from: requests that the supplier's systems have sent. Goes to: files to deposit, each with the instant of its deposit.
 */
@NullMarked
package omega.submitter;

import org.jspecify.annotations.NullMarked;
