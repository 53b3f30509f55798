package omega.ws.settle;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import omega.runtime.loop.Loop;
import omega.ws.Call;
import omega.ws.gate.Gate;
import omega.ws.keep.Demande;
import omega.ws.keep.Journal;
import omega.ws.receive.Appel;
import omega.ws.receive.Endpoint;
import omega.ws.receive.Offer;
import org.jboss.logging.Logger;

/** Sends the calls that wait, as soon as OMEGA is open, of each service some at a time. Any number of processes may. */
public final class Sending implements Loop.Attempt {
    private static final Logger LOG = Logger.getLogger(Sending.class);
    private static final Duration UNTIL_OFFERED = Duration.ofMinutes(5);
    private final Journal journal;
    private final Set<String> services;
    private final Gate gate;
    private final Call call;
    private final Recalling recalling;
    private final Underway underway;

    public Sending(Journal journal, Offer offer, Gate gate, Call call, Recalling recalling, Underway underway) {
        this.journal = journal;
        this.services = offer.all().stream().map(Endpoint::service).collect(Collectors.toUnmodifiableSet());
        this.gate = gate;
        this.call = call;
        this.recalling = recalling;
        this.underway = underway;
    }

    @Override
    public boolean turn() throws InterruptedException {
        boolean writes = gate.opensAt(true).isEmpty();
        boolean reads = gate.opensAt(false).isEmpty();
        Map<String, Integer> room = underway.room(services);
        if (room.isEmpty() || (!writes && !reads)) {
            return false;
        }
        List<Demande> claimed = journal.claim(room, writes, reads);
        for (Demande each : claimed) {
            underway.enter(each.service());
            Thread.ofVirtual().name("send " + each.id()).start(() -> send(each));
        }
        return !claimed.isEmpty();
    }

    private void send(Demande demande) {
        try {
            Optional<Appel> appel = recalling.appel(demande);
            if (appel.isPresent()) {
                call.send(demande, appel.get());
            } else {
                LOG.errorf(
                        "request %d waits for %s/%s, which no contract offers any more",
                        demande.id(), demande.service(), demande.operation());
                journal.putBack(demande, UNTIL_OFFERED);
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "request %d could not be sent or its answer not be kept", demande.id());
        } finally {
            underway.leave(demande.service());
        }
    }
}
