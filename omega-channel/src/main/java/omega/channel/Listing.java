package omega.channel;

import java.util.List;

/** What a directory holds: files whose names are safe to use in a local path, and the entries that are not. */
public record Listing(List<RemoteFile> files, List<Refused> refused) {

    /** A listed entry that nobody may touch: its name in printable form (at most 120 characters), and why. */
    public record Refused(String name, String reason) {}

    public Listing {
        files = List.copyOf(files);
        refused = List.copyOf(refused);
    }
}
