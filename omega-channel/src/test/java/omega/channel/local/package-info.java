@NullMarked
package omega.channel.local;

import org.jspecify.annotations.NullMarked;
