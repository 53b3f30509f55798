/**
 * What has changed, and what should have come and has not.
 *
 * <p>Comes from: {@code keep}. Goes to: {@code omega.demande.suivi.v1}, {@code omega.demande.etat.v1}, {@code omega.alerte.v1}.
 */
@NullMarked
package omega.tracker.tell;

import org.jspecify.annotations.NullMarked;
