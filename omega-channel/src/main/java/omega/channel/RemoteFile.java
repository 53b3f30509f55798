package omega.channel;

import java.time.Instant;

/**
 * A file as its folder tells it.
 *
 * @param path absolute, {@code /} between the parts
 * @param size bytes
 * @param modified real time; whole seconds over SFTP
 */
public record RemoteFile(String path, long size, Instant modified) {

    /** The last part of the path, without any {@code /}. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** {@code directory/name}, whether or not the directory ends in a slash. */
    public static String path(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }
}
