@NullMarked
package omega.channel.connect;

import org.jspecify.annotations.NullMarked;
