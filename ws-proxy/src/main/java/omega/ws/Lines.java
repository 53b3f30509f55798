package omega.ws;

import jakarta.inject.Singleton;
import java.util.Optional;
import omega.clock.OmegaClock;
import omega.runtime.audit.Audit;
import omega.ws.keep.Journal;
import omega.ws.receive.Appel;
import omega.ws.receive.Endpoint;
import omega.ws.receive.Message;
import omega.ws.reply.Answer;
import omega.ws.reply.Problem;

/**
 * Audit lines of what is asked for and changes nothing: no event tells of it, and that somebody asked is written down (§4.2.1). What changes something has
 * its line in the journal. For many threads.
 */
@Singleton
public class Lines {
    private static final String NOBODY = "-";
    private final Journal journal;
    private final Audit audit;

    public Lines(Journal journal, OmegaClock clock) {
        this.journal = journal;
        this.audit = new Audit("ws-proxy", clock);
    }

    /** A call that was asked for before, or another that stands in its way; {@code answer} is given again. */
    Answer again(Appel appel, Answer answer) {
        write(
                appel.appelant(),
                appel.partenaire(),
                appel.endpoint() + " " + appel.idDemande(),
                "REPETEE " + words(answer),
                appel.motif());
        return answer;
    }

    /** What asks for no call that can be made: it lacks who or why, or cannot be read. */
    public Answer refused(
            Optional<String> partner,
            Endpoint endpoint,
            Optional<String> caller,
            Optional<String> reason,
            Problem problem,
            String detail) {
        Answer answer = problem.answer(Answer.Issue.REFUSEE, problem.because(detail));
        write(caller.orElse(Audit.UNNAMED), partner.orElse(NOBODY), endpoint.toString(), words(answer), reason);
        return answer;
    }

    /** The same by Kafka. */
    void refused(Message.Unclear message) {
        write(
                message.appelant().orElse(Audit.UNNAMED),
                message.partenaire().orElse(NOBODY),
                message.idDemande(),
                Answer.Issue.REFUSEE + " " + String.join("; ", message.faults()),
                message.motif());
    }

    private static String words(Answer answer) {
        return answer.issue() + " " + answer.status()
                + answer.title().map(each -> " " + each).orElse("");
    }

    private void write(String caller, String partner, String about, String outcome, Optional<String> reason) {
        journal.jdbi()
                .useTransaction(handle ->
                        audit.write(handle, caller, Audit.Action.APPEL, partner, about, outcome, reason.orElse(null)));
    }
}
