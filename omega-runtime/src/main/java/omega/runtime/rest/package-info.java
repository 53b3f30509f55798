/**
 * What every service's REST says the same way: what a caller may ask, and what cannot be done.
 *
 * <p>Comes from: the services' {@code show} packages. Goes to: their callers, as RFC 9457 problems.
 */
@NullMarked
package omega.runtime.rest;

import org.jspecify.annotations.NullMarked;
