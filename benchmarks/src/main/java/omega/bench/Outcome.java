package omega.bench;

import java.util.List;

/**
 * What a run came to.
 *
 * @param remarks what a reader must know to judge the figures: versions, what was left out
 */
public record Outcome(Measured measured, List<Goal> goals, List<String> remarks) {}
