/**
 * Who goes when: the day's quota, the open hours and 18:50, smoothing, priorities and deadlines, as one pure function.
 *
 * <p>Comes from: what {@code omega.submitter.check} found sound. Goes to: {@code omega.submitter.write}, lot by lot, and to whoever asks why.
 */
@NullMarked
package omega.submitter.plan;

import org.jspecify.annotations.NullMarked;
