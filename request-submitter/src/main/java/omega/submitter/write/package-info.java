/**
 * A lot of requests of one kind as the bytes of a deposit: a member with header and footer in a ZIP of one entry, the same every time.
 *
 * <p>Comes from: the lots of {@code omega.submitter.plan} and the requests of {@code omega.submitter.check}. Goes to: the database, where name,
 * bytes and SHA-256 are frozen before the deposit.
 */
@NullMarked
package omega.submitter.write;

import org.jspecify.annotations.NullMarked;
