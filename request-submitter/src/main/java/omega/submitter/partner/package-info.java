/**
 * The partners that send mass requests, and what their contracts allow.
 *
 * <p>Comes from: {@code omega.partenaires.*}. Goes to: every stage.
 */
@NullMarked
package omega.submitter.partner;

import org.jspecify.annotations.NullMarked;
