@NullMarked
package omega.channel.credential;

import org.jspecify.annotations.NullMarked;
