@NullMarked
package omega.channel.slot;

import org.jspecify.annotations.NullMarked;
