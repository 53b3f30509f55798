package omega.tracker.keep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import omega.tracker.decide.Step;
import omega.tracker.decide.Suivi;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is to be told of requests whose way has changed: each step that is new, and where they stand now. */
final class Annonces {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Copy rows = new Copy();

    /** A step of a way, to find it in another one. */
    private record Mark(Suivi suivi, UUID preuve) {}

    /**
     * The steps of {@code after} that are not in {@code before}, in order. The last one tells where the request stands, also when only its lot or number changed;
     * an earlier one that is found late says so.
     *
     * @param stood where the request stood; null when it was not known
     * @param origins where each piece of evidence stands
     */
    void add(Situation now, @Nullable Situation stood, List<Step> before, List<Step> after, Map<UUID, String> origins) {
        Set<Mark> known = new HashSet<>();
        before.forEach(step -> known.add(new Mark(step.suivi(), step.preuve())));
        boolean moved = stood == null || !now.etat().equals(stood.etat()) || !Objects.equals(now.code(), stood.code());
        for (int i = 0; i < after.size(); i++) {
            Step step = after.get(i);
            boolean last = i == after.size() - 1;
            boolean passage = last ? moved : !known.contains(new Mark(step.suivi(), step.preuve()));
            if (passage || (last && !now.equals(stood))) {
                row(now, step, i == 0 ? null : after.get(i - 1), passage, last, !moved && passage, origins);
            }
        }
    }

    private void row(
            Situation now,
            Step step,
            @Nullable Step precedent,
            boolean passage,
            boolean last,
            boolean late,
            Map<UUID, String> origins) {
        ObjectNode value = JSON.createObjectNode()
                .put("partenaire", now.partenaire())
                .put("idDemande", now.idDemande())
                .put("kind", now.kind())
                .put("pce", now.pce())
                .put("etat", step.suivi().word())
                .put("code", step.suivi().code())
                .put("le", step.le().toString())
                .put("motif", step.motif())
                .put("precedent", precedent == null ? null : precedent.suivi().word())
                .put("depuis", precedent == null ? null : precedent.le().toString())
                .put("tardive", late)
                .put("lot", now.lot())
                .put("fichier", now.fichier())
                .put("ligne", now.ligne())
                .put("jour", now.jour() == null ? null : now.jour().toString())
                .put("numeroSuivi", now.numeroSuivi())
                .put("preuve", origins.get(step.preuve()));
        value.properties().removeIf(each -> each.getValue().isNull());
        rows.add(now.partenaire())
                .add(now.idDemande())
                .add(now.kind())
                .add(step.suivi().word())
                .add(step.le())
                .add(passage)
                .add(last)
                .add(value)
                .endRow();
    }

    void write(Handle handle) {
        rows.run(handle, "tracker.annonce (partenaire, demande, kind, etat, le, passage, derniere, valeur)");
    }
}
