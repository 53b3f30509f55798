package omega.ws.settle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.Optional;
import omega.clock.OmegaClock;
import omega.ws.keep.Demande;
import omega.ws.keep.Etat;
import omega.ws.keep.Journal;
import omega.ws.reply.Answer;
import omega.ws.reply.Problem;
import omega.ws.translate.Json;

/** An operator says what became of an uncertain call, where no look-up can. */
@Singleton
public class Decision {
    private final Journal journal;
    private final Recalling recalling;
    private final OmegaClock clock;

    public Decision(Journal journal, Recalling recalling, OmegaClock clock) {
        this.journal = journal;
        this.recalling = recalling;
        this.clock = clock;
    }

    /**
     * Takes the operator's word.
     *
     * @param present whether OMEGA has the request
     * @param number what OMEGA calls it, where the operator knows
     * @return false when it is not uncertain any more
     */
    public boolean decide(Demande demande, String operator, String reason, boolean present, Optional<String> number) {
        ObjectNode decision = JsonNodeFactory.instance
                .objectNode()
                .put("operateur", operator)
                .put("raison", reason)
                .put("presente", present)
                .put("le", clock.instant().toString());
        number.ifPresent(each -> decision.put("numeroDemande", each));
        Answer answer = present
                ? Answer.found(Json.write(decision), number)
                : Problem.ABANDONED.answer(Answer.Issue.REFUSEE, Problem.ABANDONED.because(operator + ": " + reason));
        return recalling
                .appel(demande)
                .map(appel -> journal.decide(
                        demande,
                        appel,
                        answer,
                        present ? Etat.ACCEPTEE : Etat.ABANDONNEE,
                        operator,
                        reason,
                        Json.write(decision)))
                .orElse(false);
    }
}
