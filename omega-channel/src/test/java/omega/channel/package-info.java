@NullMarked
package omega.channel;

import org.jspecify.annotations.NullMarked;
