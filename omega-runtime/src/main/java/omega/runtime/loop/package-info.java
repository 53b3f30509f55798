/**
 * What runs over and over until its process ends, and the lease that keeps some of it to one process.
 *
 * <p>Comes from: the services' tables of contents. Goes to: their stages.
 */
@NullMarked
package omega.runtime.loop;

import org.jspecify.annotations.NullMarked;
