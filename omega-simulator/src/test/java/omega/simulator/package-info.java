/** OMEGA judged from outside: by an SFTP client, a zip reader and a CSV reader that share nothing with what wrote. */
@NullMarked
package omega.simulator;

import org.jspecify.annotations.NullMarked;
