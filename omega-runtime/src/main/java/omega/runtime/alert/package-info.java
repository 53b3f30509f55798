/**
 * What an operator must know, raised once and cleared once.
 *
 * <p>Comes from: each service's vigil. Goes to: {@code omega.alerte.v1} and the services' {@code /alertes}.
 */
@NullMarked
package omega.runtime.alert;

import org.jspecify.annotations.NullMarked;
