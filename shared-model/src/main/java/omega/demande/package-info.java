/**
 * What the services tell each other of requests, on {@link omega.event.Topics#DEMANDE_DEPOT}, {@link omega.event.Topics#DEMANDE_REJET} and
 * {@link omega.event.Topics#APPEL}: facts in the past participle, as JSON with their word in {@code evenement}.
 *
 * <p>Comes from: request-submitter, ws-proxy. Goes to: status-tracker and the supplier's systems.
 */
@NullMarked
package omega.demande;

import org.jspecify.annotations.NullMarked;
