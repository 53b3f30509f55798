package omega.ws;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import omega.clock.OmegaClock;
import omega.ws.call.Outcome;
import omega.ws.call.Wire;
import omega.ws.gate.Gate;
import omega.ws.keep.Demande;
import omega.ws.keep.Etat;
import omega.ws.keep.Journal;
import omega.ws.keep.Known;
import omega.ws.partner.Partenaire;
import omega.ws.partner.Partenaires;
import omega.ws.receive.Appel;
import omega.ws.receive.Message;
import omega.ws.reply.Answer;
import omega.ws.reply.Replying;
import org.jboss.logging.MDC;
import org.jdbi.v3.core.JdbiException;

/**
 * A call's way: what was <b>received</b> is <b>translated</b>, which checks it, passes the <b>gate</b>, is kept if it must not be made twice, then <b>called</b>,
 * and its outcome is <b>replied</b>. For many threads.
 */
@Singleton
public class Call {
    private final Partenaires partners;
    private final Gate gate;
    private final Wire wire;
    private final Journal journal;
    private final Lines lines;
    private final OmegaClock clock;
    private final MeterRegistry registry;

    public Call(
            Partenaires partners,
            Gate gate,
            Wire wire,
            Journal journal,
            Lines lines,
            OmegaClock clock,
            MeterRegistry registry) {
        this.partners = partners;
        this.gate = gate;
        this.wire = wire;
        this.journal = journal;
        this.lines = lines;
        this.clock = clock;
        this.registry = registry;
    }

    /** Makes a call for somebody who waits for its answer. */
    public Answer make(Appel appel) {
        Wire.Ready ready = wire.ready(appel);
        if (!ready.misfits().isEmpty()) {
            return noted(appel, Replying.misfit(ready.misfits()));
        }
        Optional<Demande> known = appel.endpoint().isWrite() ? journal.find(appel) : Optional.empty();
        if (known.isPresent() && !Known.maySend(known.get(), appel, print(appel, ready))) {
            return lines.again(appel, Known.answer(known.get(), appel, print(appel, ready)));
        }
        Optional<Instant> opening = gate.opensAt(appel.endpoint().isWrite());
        if (opening.isPresent()) {
            return appel.attend()
                    ? kept(appel, ready, known, Etat.EN_ATTENTE, opening.get())
                    : noted(appel, Replying.closed(opening.get(), gate.until(opening.get())));
        }
        return appel.endpoint().isWrite()
                ? kept(appel, ready, known, Etat.ENVOI, clock.instant())
                : noted(appel, called(appel, ready));
    }

    /** Keeps a call that came by Kafka; it is sent when OMEGA is open, and answered by Kafka. One that no database takes is answered so. */
    public void queue(Appel appel) {
        try {
            queued(appel);
        } catch (JdbiException e) {
            if (!Journal.isRefused(e)) {
                throw e;
            }
            refuse(new Message.Unclear(
                    Message.Lack.BODY,
                    Optional.of(appel.partenaire()),
                    appel.source(),
                    List.of("cannot be kept: " + e.getMessage()),
                    Optional.of(appel.appelant()),
                    appel.motif()));
        }
    }

    private void queued(Appel appel) {
        Wire.Ready ready = wire.ready(appel);
        if (!ready.misfits().isEmpty()) {
            journal.note(appel, Replying.misfit(ready.misfits()));
            return;
        }
        Instant now = clock.instant();
        Instant first = gate.opensAt(appel.endpoint().isWrite()).orElse(now);
        if (journal.begin(appel, print(appel, ready), Etat.EN_ATTENTE, first).isEmpty()) {
            Demande known = journal.find(appel).orElseThrow();
            if (!known.source().equals(appel.source())) {
                journal.repeat(known, appel, lines.again(appel, Known.answer(known, appel, print(appel, ready))));
            }
        }
    }

    /** Answers a message that asks for no call. */
    public void refuse(Message.Unclear message) {
        lines.refused(message);
        journal.refuse(message);
    }

    /** Sends a call that was kept and has been claimed. */
    public void send(Demande demande, Appel appel) {
        Wire.Ready ready = wire.ready(appel);
        journal.end(
                demande, appel, ready.misfits().isEmpty() ? called(appel, ready) : Replying.misfit(ready.misfits()));
    }

    /** Begins a call, or takes up one that was not reached, and makes it unless it has to wait. */
    private Answer kept(Appel appel, Wire.Ready ready, Optional<Demande> known, Etat first, Instant notBefore) {
        Optional<Demande> begun = known.isPresent()
                ? journal.again(known.get(), appel, first, notBefore)
                : journal.begin(appel, print(appel, ready), first, notBefore);
        return begun.map(demande -> first == Etat.EN_ATTENTE ? Known.state(demande) : made(demande, appel, ready))
                .orElseGet(() -> raced(appel, ready));
    }

    /** Whoever said that the call may wait is not told of an attempt that failed: it waits. */
    private Answer made(Demande demande, Appel appel, Wire.Ready ready) {
        Answer answer = journal.end(demande, appel, called(appel, ready));
        return demande.attend() && answer.issue() == Answer.Issue.NON_ENVOYEE
                ? Known.state(journal.find(demande.id()).orElseThrow())
                : answer;
    }

    /** Somebody made the same call meanwhile. */
    private Answer raced(Appel appel, Wire.Ready ready) {
        return lines.again(appel, Known.answer(journal.find(appel).orElseThrow(), appel, print(appel, ready)));
    }

    private Answer called(Appel appel, Wire.Ready ready) {
        MDC.put("demande", appel.idDemande());
        long begun = System.nanoTime();
        try {
            Partenaire partner = partners.find(Optional.of(appel.partenaire())).orElseThrow();
            Outcome outcome = gate.pass(
                    appel.partenaire(),
                    appel.endpoint().service(),
                    appel.endpoint().isWrite(),
                    () -> ready.call().apply(partner));
            Answer answer = Replying.to(appel, outcome);
            registry.timer(
                            "omega.ws.appels",
                            "partenaire",
                            appel.partenaire(),
                            "service",
                            appel.endpoint().service(),
                            "issue",
                            answer.issue().name())
                    .record(Duration.ofNanos(System.nanoTime() - begun));
            return answer;
        } finally {
            MDC.remove("demande");
        }
    }

    private Answer noted(Appel appel, Answer answer) {
        journal.note(appel, answer);
        return answer;
    }

    private static String print(Appel appel, Wire.Ready ready) {
        try {
            byte[] asked = (appel.endpoint() + "\n" + ready.print()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(asked));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
