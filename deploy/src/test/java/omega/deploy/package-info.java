/**
 * What a cluster would say of the chart, as far as it can be known without one; and whether chart, compose file and rules still fit the code.
 *
 * <p>Comes from: {@code deploy/helm}, {@code docker-compose.yml}, the services' sources. Goes to: nowhere.
 */
@NullMarked
package omega.deploy;

import org.jspecify.annotations.NullMarked;
