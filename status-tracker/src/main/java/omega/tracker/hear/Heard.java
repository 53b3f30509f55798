package omega.tracker.hear;

import java.time.Instant;

/** What a record of a topic comes to. */
public sealed interface Heard {
    /** Evidence, with the JSON that it was read from. */
    record Fact(Evidence evidence, String json) implements Heard {}

    /** How far a partner's comptes-rendus or publications are known. */
    record Regard(String partenaire, String repertoire, Instant jusqua) implements Heard {}

    /** A replay is whole: lines of older revisions that it does not repeat are void; {@code archive} is as in a line's id. */
    record Replayed(String partenaire, long archive, int revision) implements Heard {}

    /** Nothing that concerns requests. */
    record Nothing() implements Heard {}

    /** Cannot be read, and never will be. */
    record Unreadable(String origine, String reason) implements Heard {}
}
