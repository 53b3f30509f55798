@NullMarked
package omega.channel.ftps;

import org.jspecify.annotations.NullMarked;
