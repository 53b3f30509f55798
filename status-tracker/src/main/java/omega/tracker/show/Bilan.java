package omega.tracker.show;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import omega.tracker.decide.Suivi;
import omega.tracker.decide.Suivi.Poste;
import omega.tracker.keep.Keeping;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A day's sheet. What was sent is counted by lots and calls, what became of it by requests: that both sums are one is not so by construction, and a difference says
 * that something was never heard.
 */
@ApplicationScoped
public class Bilan {
    private final Keeping keeping;

    public Bilan(Keeping keeping) {
        this.keeping = keeping;
    }

    /**
     * One partner's requests of one kind on a day of OMEGA: {@code envoyees = acceptees + rejetees + enAttente + incertaines + ecart}.
     *
     * @param envoyees at OMEGA by the lots' own counts, or perhaps there
     * @param acceptees by level 1, whatever became of them later
     * @param rejetees by level 1, or found non recevable
     * @param enAttente sent, and not answered in a way that we understand
     * @param incertaines of which nobody knows whether they were sent
     * @param ecart what does not add up; 0
     * @param pretes in a lot that has not left yet: not counted as sent
     * @param etats how many stand where
     */
    public record Ligne(
            String partenaire,
            String kind,
            long envoyees,
            long acceptees,
            long rejetees,
            long enAttente,
            long incertaines,
            long ecart,
            long pretes,
            Map<String, Long> etats) {}

    /** A day's sheet; {@code equilibre} when every line balances. */
    public record Feuille(LocalDate jour, boolean equilibre, List<Ligne> lignes) {}

    private record Key(String partenaire, String kind) {}

    Feuille of(LocalDate day, @Nullable String partner) {
        return keeping.read(handle -> {
            Map<Key, Map<String, Long>> states = states(handle, day);
            Map<Key, Long> sent = sent(handle, day);
            sent.keySet().forEach(key -> states.computeIfAbsent(key, _ -> new TreeMap<>()));
            List<Ligne> lines = states.entrySet().stream()
                    .filter(each ->
                            partner == null || partner.equals(each.getKey().partenaire()))
                    .map(each -> line(each.getKey(), each.getValue(), sent.getOrDefault(each.getKey(), 0L)))
                    .toList();
            return new Feuille(day, lines.stream().allMatch(line -> line.ecart() == 0), lines);
        });
    }

    private static Ligne line(Key key, Map<String, Long> states, long sent) {
        long accepted = count(states, Poste.ACCEPTEE);
        long rejected = count(states, Poste.REJETEE);
        long pending = count(states, Poste.EN_ATTENTE);
        long uncertain = count(states, Poste.INCERTAINE);
        return new Ligne(
                key.partenaire(),
                key.kind(),
                sent,
                accepted,
                rejected,
                pending,
                uncertain,
                sent - accepted - rejected - pending - uncertain,
                count(states, Poste.NON_ENVOYEE),
                states);
    }

    private static long count(Map<String, Long> states, Poste post) {
        return states.entrySet().stream()
                .filter(each -> Suivi.of(each.getKey(), null).poste() == post)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static Map<Key, Map<String, Long>> states(Handle handle, LocalDate day) {
        Map<Key, Map<String, Long>> states =
                new TreeMap<>(java.util.Comparator.comparing(Key::partenaire).thenComparing(Key::kind));
        handle.createQuery("""
                        SELECT partenaire, coalesce(kind, '-') kind, etat, count(*) nombre FROM tracker.demande
                        WHERE jour = :jour GROUP BY 1, 2, 3 ORDER BY 3""")
                .bind("jour", day)
                .map((row, _) -> Map.entry(
                        new Key(row.getString(1), row.getString(2)), Map.entry(row.getString(3), row.getLong(4))))
                .forEach(each -> states.computeIfAbsent(each.getKey(), _ -> new TreeMap<>())
                        .put(each.getValue().getKey(), each.getValue().getValue()));
        return states;
    }

    /** Of a lot that was deposited, and not taken apart after OMEGA had refused it, its own count; of another one that its answers or its doubt show to be gone, its members; and calls. */
    private static Map<Key, Long> sent(Handle handle, LocalDate day) {
        return handle
                .createQuery("""
                    SELECT partenaire, kind, sum(nombre)::bigint FROM (
                        SELECT DISTINCT ON (partenaire, lot) partenaire, kind, nombre, lot FROM tracker.preuve p
                        WHERE sort = 'LotDeposited' AND jour = :jour AND NOT EXISTS (
                            SELECT FROM tracker.preuve n WHERE n.lot = p.lot AND n.partenaire = p.partenaire
                            AND ((n.sort = 'LotUndone' AND n.le >= p.le) OR (n.sort = 'LotDeposited' AND n.le > p.le AND n.jour <> p.jour)))
                        ORDER BY partenaire, lot, le DESC) lots
                    GROUP BY 1, 2
                    UNION ALL
                    SELECT partenaire, coalesce(kind, '-'), count(*) FROM tracker.demande d
                    WHERE jour = :jour AND etat NOT IN (<unsent>) AND (lot IS NULL OR NOT EXISTS (
                        SELECT FROM tracker.preuve p WHERE p.lot = d.lot AND p.partenaire = d.partenaire AND p.sort = 'LotDeposited'))
                    GROUP BY 1, 2\
                    """)
                .bind("jour", day)
                .bindList(
                        "unsent",
                        Suivi.all().stream()
                                .filter(each -> each.poste() == Poste.NON_ENVOYEE)
                                .map(Suivi::word)
                                .toList())
                .map((row, _) -> Map.entry(new Key(row.getString(1), row.getString(2)), row.getLong(3)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    }
}
