package omega.tracker.keep;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import omega.tracker.decide.Step;
import omega.tracker.hear.Evidence;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is to be told of requests whose way has changed: each step that is new, and where they stand now. */
final class Annonces {
    private static final JsonFactory JSON = new JsonFactory();
    private final Copy rows = new Copy();

    /**
     * The steps of {@code after} that are not in {@code before}, in order. The last one tells where the request stands, also when only its lot or number changed;
     * an earlier one that is found late says so.
     *
     * @param stood where the request stood; null when it was not known
     * @param evidence all that the steps are by
     */
    void add(
            Situation now,
            @Nullable Situation stood,
            List<Step> before,
            List<Step> after,
            Collection<Evidence> evidence) {
        boolean moved = stood == null || !now.etat().equals(stood.etat()) || !Objects.equals(now.code(), stood.code());
        for (int i = 0; i < after.size(); i++) {
            Step step = after.get(i);
            boolean last = i == after.size() - 1;
            boolean passage = last ? moved : before.stream().noneMatch(each -> isSame(each, step));
            if (passage || (last && !now.equals(stood))) {
                row(now, step, i == 0 ? null : after.get(i - 1), passage, last, !moved && passage, evidence);
            }
        }
    }

    private static boolean isSame(Step one, Step other) {
        return one.preuve().equals(other.preuve()) && one.suivi().equals(other.suivi());
    }

    private void row(
            Situation now,
            Step step,
            @Nullable Step precedent,
            boolean passage,
            boolean last,
            boolean late,
            Collection<Evidence> evidence) {
        StringWriter value = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(value)) {
            json.writeStartObject();
            text(json, "partenaire", now.partenaire());
            text(json, "idDemande", now.idDemande());
            text(json, "kind", now.kind());
            text(json, "pce", now.pce());
            text(json, "etat", step.suivi().word());
            text(json, "code", step.suivi().code());
            text(json, "le", step.le());
            text(json, "motif", step.motif());
            text(json, "precedent", precedent == null ? null : precedent.suivi().word());
            text(json, "depuis", precedent == null ? null : precedent.le());
            json.writeBooleanField("tardive", late);
            if (now.lot() != null) {
                json.writeNumberField("lot", now.lot());
            }
            text(json, "fichier", now.fichier());
            if (now.ligne() != null) {
                json.writeNumberField("ligne", now.ligne());
            }
            text(json, "jour", now.jour());
            text(json, "numeroSuivi", now.numeroSuivi());
            text(json, "preuve", origine(step, evidence));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static void text(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }

    /** Where the evidence of a step stands; of several revisions, the last. */
    private static @Nullable String origine(Step step, Collection<Evidence> evidence) {
        String origine = null;
        for (Evidence each : evidence) {
            if (each.proof().id().equals(step.preuve())) {
                origine = each.proof().origine();
            }
        }
        return origine;
    }

    /** Keeps them, in their order, until they are told. */
    static void write(Handle handle, List<Annonces> all) {
        List<Copy> rows = all.stream()
                .map(each -> each.rows)
                .filter(each -> !each.isEmpty())
                .toList();
        if (!rows.isEmpty()) {
            Copy.run(
                    handle,
                    "tracker.annonce (partenaire, demande, kind, etat, le, passage, derniere, valeur)",
                    rows.stream());
        }
    }
}
