package omega.ws;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import omega.clock.OmegaClock;
import omega.ws.call.Outcome;
import omega.ws.call.Soap;
import omega.ws.gate.Gate;
import omega.ws.keep.Demande;
import omega.ws.keep.Etat;
import omega.ws.keep.Journal;
import omega.ws.keep.Known;
import omega.ws.partner.Partenaire;
import omega.ws.partner.Partenaires;
import omega.ws.receive.Appel;
import omega.ws.reply.Answer;
import omega.ws.reply.Replying;
import omega.ws.translate.ToXml;
import org.jboss.logging.MDC;

/**
 * A call's way: what was <b>received</b> is <b>translated</b>, which checks it, passes the <b>gate</b>, is kept if it must not be made twice, then <b>called</b>,
 * and its outcome is <b>replied</b>. For many threads.
 */
@Singleton
public class Call {
    private final Partenaires partners;
    private final Gate gate;
    private final Soap soap;
    private final Journal journal;
    private final OmegaClock clock;
    private final MeterRegistry registry;

    public Call(Partenaires partners, Gate gate, Soap soap, Journal journal, OmegaClock clock, MeterRegistry registry) {
        this.partners = partners;
        this.gate = gate;
        this.soap = soap;
        this.journal = journal;
        this.clock = clock;
        this.registry = registry;
    }

    /** Makes a call for somebody who waits for its answer. */
    public Answer make(Appel appel) {
        ToXml.Result xml = ToXml.translate(appel.endpoint().contract().input(), appel.corps());
        if (!xml.misfits().isEmpty()) {
            return noted(appel, Replying.misfit(xml.misfits()));
        }
        Optional<Demande> known = appel.endpoint().isWrite() ? journal.find(appel) : Optional.empty();
        if (known.isPresent() && !Known.maySend(known.get(), appel, print(appel, xml))) {
            return Known.answer(known.get(), appel, print(appel, xml));
        }
        Optional<Instant> opening = gate.opensAt(appel.endpoint().isWrite());
        if (opening.isPresent()) {
            return appel.attend() && known.isEmpty()
                    ? kept(appel, xml, Etat.EN_ATTENTE, opening.get())
                    : Replying.closed(clock.instant(), opening.get());
        }
        if (!appel.endpoint().isWrite()) {
            return noted(appel, called(appel, xml));
        }
        return known.isPresent()
                ? journal.again(known.get())
                        .map(demande -> journal.end(demande, appel, called(appel, xml)))
                        .orElseGet(() -> raced(appel, xml))
                : kept(appel, xml, Etat.ENVOI, clock.instant());
    }

    /** Keeps a call that came by Kafka; it is sent when OMEGA is open, and answered by Kafka. */
    public void queue(Appel appel) {
        ToXml.Result xml = ToXml.translate(appel.endpoint().contract().input(), appel.corps());
        if (!xml.misfits().isEmpty()) {
            journal.note(appel, Replying.misfit(xml.misfits()));
            return;
        }
        Instant now = clock.instant();
        Instant first = gate.opensAt(appel.endpoint().isWrite()).orElse(now);
        if (journal.begin(appel, print(appel, xml), Etat.EN_ATTENTE, first).isEmpty()) {
            Demande known = journal.find(appel).orElseThrow();
            if (!known.source().equals(appel.source())) {
                journal.repeat(known, appel, Known.answer(known, appel, print(appel, xml)));
            }
        }
    }

    /** Sends a call that was kept and has been claimed. */
    public void send(Demande demande, Appel appel) {
        ToXml.Result xml = ToXml.translate(appel.endpoint().contract().input(), appel.corps());
        journal.end(demande, appel, xml.misfits().isEmpty() ? called(appel, xml) : Replying.misfit(xml.misfits()));
    }

    private Answer kept(Appel appel, ToXml.Result xml, Etat first, Instant notBefore) {
        return journal.begin(appel, print(appel, xml), first, notBefore)
                .map(demande -> first == Etat.EN_ATTENTE
                        ? Known.state(demande)
                        : journal.end(demande, appel, called(appel, xml)))
                .orElseGet(() -> raced(appel, xml));
    }

    /** Somebody made the same call meanwhile. */
    private Answer raced(Appel appel, ToXml.Result xml) {
        return Known.answer(journal.find(appel).orElseThrow(), appel, print(appel, xml));
    }

    private Answer called(Appel appel, ToXml.Result xml) {
        MDC.put("demande", appel.idDemande());
        long begun = System.nanoTime();
        try {
            Partenaire partner = partners.find(Optional.of(appel.partenaire())).orElseThrow();
            Outcome outcome = gate.pass(
                    appel.partenaire(),
                    appel.endpoint().service(),
                    () -> soap.call(partner, appel.endpoint(), xml.xml()));
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

    private static String print(Appel appel, ToXml.Result xml) {
        try {
            byte[] asked = (appel.endpoint() + "\n" + xml.xml()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(asked));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
