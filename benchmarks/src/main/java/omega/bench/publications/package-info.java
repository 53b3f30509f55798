/**
 * Publications end to end: real processes, a real broker, a real SFTP server, and peers that do the same to plain files.
 *
 * <p>Comes from: publication-fetcher as it is deployed. Goes to: {@code omega.bench}.
 */
@NullMarked
package omega.bench.publications;

import org.jspecify.annotations.NullMarked;
