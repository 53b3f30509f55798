package omega.tracker.keep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import omega.tracker.hear.Evidence;
import omega.tracker.hear.Heard.Replayed;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Which evidence counts where a file was replayed: of one line the highest revision, and once the replay is whole nothing older of that file. */
final class Voiding {
    private final Handle handle;
    private final String partenaire;
    private final Map<Long, Integer> replays = new HashMap<>();
    private final Map<UUID, Set<Integer>> kept = new HashMap<>();
    private final Map<UUID, Integer> highest = new HashMap<>();
    private final List<Replayed> noted = new ArrayList<>();

    Voiding(Handle handle, String partenaire) {
        this.handle = handle;
        this.partenaire = partenaire;
    }

    /** Replays that are whole now. */
    void note(Collection<Replayed> whole) {
        for (Replayed each : whole) {
            noted.add(each);
            handle.createUpdate("""
                            INSERT INTO tracker.rejeu VALUES (:archive, :revision)
                            ON CONFLICT (archive) DO UPDATE SET revision = greatest(rejeu.revision, excluded.revision)""")
                    .bind("archive", each.archive())
                    .bind("revision", each.revision())
                    .execute();
        }
    }

    /** Looks up what is kept of these already. */
    void look(Collection<Evidence> evidence) {
        if (evidence.isEmpty()) {
            return;
        }
        UUID[] ids = evidence.stream().map(each -> each.proof().id()).distinct().toArray(UUID[]::new);
        Long[] archives = evidence.stream()
                .filter(Voiding::isOfFile)
                .map(each -> each.proof().id().getMostSignificantBits())
                .distinct()
                .toArray(Long[]::new);
        handle.createQuery("SELECT cle, revision FROM tracker.preuve WHERE cle = ANY(:ids)")
                .bindArray("ids", UUID.class, (Object[]) ids)
                .map((row, _) -> Map.entry(row.getObject(1, UUID.class), row.getInt(2)))
                .forEach(each -> {
                    kept.computeIfAbsent(each.getKey(), _ -> new HashSet<>()).add(each.getValue());
                    highest.merge(each.getKey(), each.getValue(), Math::max);
                });
        evidence.forEach(each -> highest.merge(each.proof().id(), each.proof().revision(), Math::max));
        if (archives.length > 0) {
            handle.createQuery("SELECT archive, revision FROM tracker.rejeu WHERE archive = ANY(:archives)")
                    .bindArray("archives", Long.class, (Object[]) archives)
                    .map((row, _) -> Map.entry(row.getLong(1), row.getInt(2)))
                    .forEach(each -> replays.put(each.getKey(), each.getValue()));
        }
    }

    private static boolean isOfFile(Evidence evidence) {
        return switch (evidence) {
            case Evidence.Line _, Evidence.FileJudged _, Evidence.Annexed _ -> true;
            case Evidence.Own _, Evidence.OfLot _, Evidence.Attached _ -> false;
        };
    }

    boolean isKept(Evidence evidence) {
        return kept.getOrDefault(evidence.proof().id(), Set.of())
                .contains(evidence.proof().revision());
    }

    boolean isVoid(Evidence evidence) {
        int revision = evidence.proof().revision();
        return isOfFile(evidence)
                && (revision < highest.getOrDefault(evidence.proof().id(), revision)
                        || revision < replays.getOrDefault(evidence.proof().id().getMostSignificantBits(), 0));
    }

    /** Marks what was kept before and counts no longer; returns it. */
    List<Held> voided() {
        List<Held> voided = new ArrayList<>();
        List<UUID> lines = kept.keySet().stream()
                .filter(id -> kept.getOrDefault(id, Set.of()).stream()
                        .anyMatch(revision -> revision < highest.getOrDefault(id, 0)))
                .toList();
        if (!lines.isEmpty()) {
            voided.addAll(mark(
                    "cle = ANY(:ids) AND EXISTS (SELECT FROM tracker.preuve n WHERE n.cle = p.cle AND n.revision > p.revision)",
                    query -> query.bindArray("ids", UUID.class, lines.toArray())));
        }
        for (Replayed each : noted) {
            voided.addAll(mark(
                    "cle BETWEEN :from AND :to AND revision < :revision",
                    query -> query.bind("from", new UUID(each.archive(), 0L))
                            .bind("to", new UUID(each.archive(), -1L))
                            .bind("revision", each.revision())));
        }
        return voided;
    }

    private List<Held> mark(String condition, UnaryOperator<Query> binding) {
        List<Held> found = Preuves.list(
                binding.apply(handle.createQuery(Preuves.SELECT + "p WHERE partenaire = :partenaire AND NOT perimee"
                                + " AND sort IN ('FileJudged', 'LineJudged', 'Followed', 'Annexed') AND " + condition)
                        .bind("partenaire", partenaire)));
        for (Held each : found) {
            handle.createUpdate("UPDATE tracker.preuve SET perimee = true WHERE cle = :cle AND revision = :revision")
                    .bind("cle", each.evidence().proof().id())
                    .bind("revision", each.evidence().proof().revision())
                    .execute();
        }
        return found;
    }
}
