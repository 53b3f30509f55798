package omega.ws.settle;

import java.util.List;
import java.util.Optional;
import omega.runtime.loop.Loop;
import omega.ws.Call;
import omega.ws.gate.Gate;
import omega.ws.keep.Demande;
import omega.ws.keep.Journal;
import omega.ws.receive.Appel;
import org.jboss.logging.Logger;

/** Sends the calls that wait, as soon as OMEGA is open, some at a time. Any number of processes may. */
public final class Sending implements Loop.Attempt {
    private static final Logger LOG = Logger.getLogger(Sending.class);
    private final Journal journal;
    private final Gate gate;
    private final Call call;
    private final Recalling recalling;
    private final Underway underway;

    public Sending(Journal journal, Gate gate, Call call, Recalling recalling, Underway underway) {
        this.journal = journal;
        this.gate = gate;
        this.call = call;
        this.recalling = recalling;
        this.underway = underway;
    }

    @Override
    public boolean turn() throws InterruptedException {
        boolean writes = gate.opensAt(true).isEmpty();
        boolean reads = gate.opensAt(false).isEmpty();
        int free = underway.take();
        if (free == 0) {
            return false;
        }
        int used = 0;
        try {
            List<Demande> claimed = writes || reads ? journal.claim(free, writes, reads) : List.of();
            for (Demande each : claimed) {
                used++;
                Thread.ofVirtual().name("send " + each.id()).start(() -> send(each));
            }
            return claimed.size() == free;
        } finally {
            underway.leave(free - used);
        }
    }

    private void send(Demande demande) {
        try {
            Optional<Appel> appel = recalling.appel(demande);
            if (appel.isPresent()) {
                call.send(demande, appel.get());
            } else {
                LOG.errorf(
                        "request %d waits for %s/%s, which no contract offers any more: it stays as it is",
                        demande.id(), demande.service(), demande.operation());
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "request %d could not be sent or its answer not be kept", demande.id());
        } finally {
            underway.leave(1);
        }
    }
}
