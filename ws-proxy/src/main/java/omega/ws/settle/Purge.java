package omega.ws.settle;

import java.time.Period;
import omega.clock.OmegaClock;
import omega.runtime.loop.Loop;
import omega.ws.keep.Journal;

/** Forgets what was asked and answered once a call has ended for as long as the retention, since it names persons. Keys, hashes, references and states stay. */
public final class Purge implements Loop.Attempt {
    private static final int MOST = 5_000;
    private final Journal journal;
    private final OmegaClock clock;
    private final Period retention;

    public Purge(Journal journal, OmegaClock clock, Period retention) {
        this.journal = journal;
        this.clock = clock;
        this.retention = retention;
    }

    @Override
    public boolean turn() {
        return journal.forget(clock.paris().minus(retention).toInstant(), MOST) == MOST;
    }
}
