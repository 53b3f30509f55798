/**
 * What every service stands on (ADR 6): {@code loop}, {@code kafka}, {@code outbox}, {@code alert}, {@code partner}, and its schema.
 *
 * <p>Comes from: configuration. Goes to: the services.
 */
@NullMarked
package omega.runtime;

import org.jspecify.annotations.NullMarked;
