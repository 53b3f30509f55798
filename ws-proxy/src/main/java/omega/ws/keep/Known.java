package omega.ws.keep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import omega.ws.receive.Appel;
import omega.ws.reply.Answer;
import omega.ws.reply.Answer.Issue;
import omega.ws.reply.Problem;

/** What is answered to a call that was made before: the same answer, never a second call. */
public final class Known {
    private Known() {}

    /** Whether the known call is the same one and surely is not at OMEGA. */
    public static boolean maySend(Demande known, Appel appel, String fingerprint) {
        return known.etat() == Etat.PREPARE && known.empreinte().equals(fingerprint);
    }

    /** The answer to {@code appel}, of which {@code known} is the first or stands in its way. */
    public static Answer answer(Demande known, Appel appel, String fingerprint) {
        if (!known.empreinte().equals(fingerprint)) {
            boolean byKey = appel.cle().isPresent() && appel.cle().get().equals(known.cle());
            Problem problem = byKey ? Problem.KEY_TAKEN : Problem.REFERENCE_TAKEN;
            return problem.answer(Issue.REFUSEE, problem.because("see " + known.place()))
                    .at(known.place());
        }
        String answer = known.reponse();
        Integer status = known.statut();
        return switch (known.etat()) {
            case ENVOI, PREPARE ->
                Problem.IN_PROGRESS
                        .answer(Issue.NON_ENVOYEE, about(Problem.IN_PROGRESS, known))
                        .after(Duration.ofSeconds(2))
                        .at(known.place());
            case EN_ATTENTE -> state(known);
            case ACCEPTEE, REFUSEE, INCERTAINE, ABANDONNEE ->
                answer == null || status == null || status == 202 ? state(known) : same(known, status, answer);
        };
    }

    private static ObjectNode about(Problem problem, Demande known) {
        return problem.because("see " + known.place());
    }

    private static Answer same(Demande known, int status, String answer) {
        Issue issue = switch (known.etat()) {
            case ACCEPTEE -> Issue.ACCEPTEE;
            case INCERTAINE -> Issue.INCERTAINE;
            case EN_ATTENTE, PREPARE, ENVOI, REFUSEE, ABANDONNEE -> Issue.REFUSEE;
        };
        return new Answer(
                status,
                answer,
                issue,
                Optional.ofNullable(known.numeroDemande()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(known.place()));
    }

    /** Where the call stands, for one that has no answer to show. */
    public static Answer state(Demande known) {
        Issue issue = known.etat() == Etat.ACCEPTEE ? Issue.ACCEPTEE : Issue.EN_ATTENTE;
        return Answer.state(known.json(), issue, known.place());
    }
}
