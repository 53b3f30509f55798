@NullMarked
package omega.channel.sftp;

import org.jspecify.annotations.NullMarked;
