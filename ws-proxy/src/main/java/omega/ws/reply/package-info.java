/**
 * What became of a call, kept and told: answers, problems, the register of requests, the tracker's events.
 *
 * <p>In: outcomes. Out: HTTP, {@link omega.event.Topics#REPONSE_UNITAIRE}, {@link omega.event.Topics#APPEL}.
 */
@NullMarked
package omega.ws.reply;

import org.jspecify.annotations.NullMarked;
