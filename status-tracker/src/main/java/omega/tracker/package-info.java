/**
 * status-tracker: folds everything heard about a request into one timeline, and watches deadlines.
 *
 * <p>Comes from: request-submitter, ws-proxy and publication-fetcher over Kafka. Goes to: {@code omega.demande.suivi.v1}, {@code omega.demande.etat.v1}, the
 * console.
 */
@NullMarked
package omega.tracker;

import org.jspecify.annotations.NullMarked;
