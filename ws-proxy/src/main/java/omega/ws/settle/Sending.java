package omega.ws.settle;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import omega.runtime.loop.Loop;
import omega.ws.Call;
import omega.ws.gate.Gate;
import omega.ws.keep.Demande;
import omega.ws.keep.Journal;
import omega.ws.receive.Appel;
import omega.ws.receive.Offer;
import org.jboss.logging.Logger;

/** Sends the calls that wait, as soon as OMEGA is open, of each service some at a time. Any number of processes may. */
public final class Sending implements Loop.Attempt {
    private static final Logger LOG = Logger.getLogger(Sending.class);
    private static final int AT_ONCE = 8;
    private static final Duration UNTIL_OFFERED = Duration.ofMinutes(5);
    private final Journal journal;
    private final Gate gate;
    private final Call call;
    private final Recalling recalling;
    private final Map<String, Semaphore> places = new TreeMap<>();

    public Sending(Journal journal, Offer offer, Gate gate, Call call, Recalling recalling) {
        this.journal = journal;
        offer.all().forEach(each -> places.computeIfAbsent(each.service(), _ -> new Semaphore(AT_ONCE)));
        this.gate = gate;
        this.call = call;
        this.recalling = recalling;
    }

    @Override
    public boolean turn() throws InterruptedException {
        boolean writes = gate.opensAt(true).isEmpty();
        boolean reads = gate.opensAt(false).isEmpty();
        Map<String, Integer> room = new TreeMap<>();
        places.forEach((service, each) -> room.put(service, each.availablePermits()));
        room.values().removeIf(each -> each == 0);
        if (room.isEmpty() || (!writes && !reads)) {
            return false;
        }
        List<Demande> claimed = journal.claim(room, writes, reads);
        for (Demande each : claimed) {
            Semaphore place = Objects.requireNonNull(places.get(each.service()));
            place.acquire(); // only this thread takes places
            Thread.ofVirtual().name("send " + each.id()).start(() -> send(each, place));
        }
        return !claimed.isEmpty();
    }

    private void send(Demande demande, Semaphore place) {
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
            place.release();
        }
    }
}
