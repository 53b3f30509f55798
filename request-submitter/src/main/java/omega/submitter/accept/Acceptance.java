package omega.submitter.accept;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import omega.catalogue.Catalogue;
import omega.channel.FileName;
import omega.clock.OmegaClock;
import omega.demande.DemandeEvent;
import omega.runtime.audit.Audit;
import omega.submitter.check.Check;
import omega.submitter.check.Demande;
import omega.submitter.check.DemandeFault;
import omega.submitter.check.DemandeFault.Code;
import omega.submitter.check.DemandeValide;
import omega.submitter.check.Verdict;
import omega.submitter.ledger.Ledger;
import omega.submitter.partner.Contrat;
import omega.submitter.partner.Contrats;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Accepts requests, each once for ever: the same id with the same content is known, with another it is refused. What is accepted and what is refused is written, and
 * announced, in one transaction a batch.
 */
@ApplicationScoped
public class Acceptance {
    /** Entries that callers should give at a time. */
    public static final int BATCH = 1_000;

    /** Longer ids fit no layout; they are not looked up. */
    private static final int LONGEST_ID = 200;

    private final Ledger ledger;
    private final Catalogue catalogue;
    private final Contrats contrats;
    private final OmegaClock clock;
    private final MeterRegistry registry;

    public Acceptance(Ledger ledger, Catalogue catalogue, Contrats contrats, OmegaClock clock, MeterRegistry registry) {
        this.ledger = ledger;
        this.catalogue = catalogue;
        this.contrats = contrats;
        this.clock = clock;
        this.registry = registry;
    }

    /**
     * A part of a file that a person handed in.
     *
     * @param operateur who, as the audit names people
     * @param quoi which file, and which of its lines
     */
    public record Remise(String operateur, String quoi) {}

    /** One outcome an entry, in their order; when it returns, all of it is committed. */
    public List<Outcome> accept(List<Entree> entries) {
        return accept(entries, Optional.empty());
    }

    /** The same, of a file: that it was handed in is told too. */
    public List<Outcome> accept(List<Entree> entries, Remise remise) {
        return accept(entries, Optional.of(remise));
    }

    private List<Outcome> accept(List<Entree> entries, Optional<Remise> remise) {
        List<Outcome> outcomes = ledger.jdbi().inTransaction(handle -> {
            List<Outcome> all = new Batch(handle, entries).accept();
            remise.ifPresent(each -> told(handle, each, entries, all));
            return all;
        });
        outcomes.forEach(each -> registry.counter(
                        "omega.submit.demandes", "resultat", each.getClass().getSimpleName())
                .increment());
        return outcomes;
    }

    /** One line a partner. */
    private void told(Handle handle, Remise remise, List<Entree> entries, List<Outcome> outcomes) {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        for (int i = 0; i < outcomes.size(); i++) {
            String result = switch (outcomes.get(i)) {
                case Outcome.Recue _ -> "RECUES";
                case Outcome.Connue _ -> "CONNUES";
                case Outcome.Refusee _ -> "REFUSEES";
            };
            counts.computeIfAbsent(named(entries.get(i)), _ -> new TreeMap<>()).merge(result, 1, Integer::sum);
        }
        counts.forEach((partner, results) -> ledger.audit()
                .write(
                        handle,
                        remise.operateur(),
                        Audit.Action.REMISE,
                        partner,
                        remise.quoi(),
                        results.entrySet().stream()
                                .map(each -> each.getKey() + " " + each.getValue())
                                .collect(Collectors.joining(", ")),
                        null));
    }

    /** The partner that an entry is of; of a stranger, as it names itself. */
    private String named(Entree entry) {
        return contrats.find(entry.partenaire())
                .map(Contrat::code)
                .orElse(FileName.printable(Objects.requireNonNullElse(entry.partenaire(), "-")));
    }

    private record Key(String partenaire, String idDemande) {}

    /** A sound request that was not known; {@code at} is its place in the batch. */
    private record Nouvelle(int at, Key key, String empreinte, Demande demande, DemandeValide valide, String source) {}

    /** An entry of an id that another entry of the batch has. */
    private record Twin(int at, String empreinte) {}

    /** One transaction's work. */
    private final class Batch {
        private final Handle handle;
        private final List<Entree> entries;
        private final Outcome[] outcomes;
        private final Instant now = clock.instant();
        private final Check check = new Check(catalogue, now);
        private final Map<Key, Nouvelle> fresh = new LinkedHashMap<>();
        /** Further entries of the ids in {@code fresh}. */
        private final Map<Key, List<Twin>> twins = new HashMap<>();

        Batch(Handle handle, List<Entree> entries) {
            this.handle = handle;
            this.entries = entries;
            this.outcomes = new Outcome[entries.size()];
        }

        List<Outcome> accept() {
            Map<Key, String> known = known(keys());
            for (int i = 0; i < outcomes.length; i++) {
                outcomes[i] = switch (entries.get(i)) {
                    case Entree.Illisible illisible -> new Outcome.Refusee(List.of(illisible.faute()));
                    case Entree.Lue lue -> judge(i, lue, known);
                };
            }
            settleRaces();
            announce();
            return List.of(outcomes);
        }

        private List<Key> keys() {
            List<Key> keys = new ArrayList<>();
            for (Entree each : entries) {
                if (each instanceof Entree.Lue lue) {
                    Key key = key(lue);
                    if (key != null) {
                        keys.add(key);
                    }
                }
            }
            return keys;
        }

        /** What the request is known by; null when it cannot be known. */
        private @Nullable Key key(Entree.Lue lue) {
            String id = lue.demande().idDemande();
            if (id == null
                    || id.isEmpty()
                    || id.length() > LONGEST_ID
                    || !FileName.printable(id).equals(id)) {
                return null;
            }
            return contrats.find(lue.partenaire())
                    .map(contrat -> new Key(contrat.code(), id))
                    .orElse(null);
        }

        private Outcome judge(int at, Entree.Lue lue, Map<Key, String> known) {
            String empreinte = Empreinte.of(lue.demande());
            Key key = key(lue);
            if (key != null && lue.fautes().isEmpty()) {
                Nouvelle first = fresh.get(key);
                if (first != null) {
                    twins.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Twin(at, empreinte));
                }
                String other = first == null ? known.get(key) : first.empreinte();
                if (other != null) {
                    return again(other, empreinte);
                }
            }
            List<DemandeFault> faults = new ArrayList<>(lue.fautes());
            if (contrats.find(lue.partenaire()).isEmpty()) {
                faults.add(new DemandeFault(Code.PARTENAIRE_INCONNU, "partenaire", partnersToChoose()));
            }
            switch (check.of(lue.demande())) {
                case Verdict.Unsound(List<DemandeFault> more) -> faults.addAll(more);
                case Verdict.Sound(DemandeValide valide) -> {
                    if (faults.isEmpty() && key != null) {
                        fresh.put(key, new Nouvelle(at, key, empreinte, lue.demande(), valide, lue.source()));
                        return new Outcome.Recue();
                    }
                    if (key == null && faults.isEmpty()) {
                        faults.add(new DemandeFault(
                                Code.CARACTERE_INTERDIT,
                                "idDemande",
                                "must be printable and have at most 120 characters"));
                    }
                }
            }
            return new Outcome.Refusee(List.copyOf(faults));
        }

        private String partnersToChoose() {
            List<String> codes = contrats.all().stream().map(Contrat::code).toList();
            return codes.isEmpty()
                    ? "no partner sends mass requests here: set omega.partenaires.CODE.quota.limite"
                    : "must be one of " + String.join(", ", codes);
        }

        private static Outcome again(String known, String empreinte) {
            return known.equals(empreinte)
                    ? new Outcome.Connue()
                    : new Outcome.Refusee(List.of(new DemandeFault(
                            Code.ID_DEJA_PRIS,
                            "idDemande",
                            "was accepted before for another request, which stays as it is; give this"
                                    + " one an id of its own")));
        }

        private Map<Key, String> known(Collection<Key> keys) {
            Map<Key, String> known = new HashMap<>();
            handle.createQuery("""
                SELECT partenaire, id_demande, encode(empreinte, 'hex') AS empreinte FROM submitter.demande
                JOIN unnest(:partners, :ids) AS key (partenaire, id_demande) USING (partenaire, id_demande)\
                """)
                    .bindArray("partners", String.class, column(keys, Key::partenaire))
                    .bindArray("ids", String.class, column(keys, Key::idDemande))
                    .map((row, context) -> Map.entry(
                            new Key(row.getString("partenaire"), row.getString("id_demande")),
                            row.getString("empreinte")))
                    .forEach(each -> known.put(each.getKey(), each.getValue()));
            return known;
        }

        /** Inserts what is new; what another process inserted meanwhile is known, or refused. */
        private void settleRaces() {
            if (fresh.isEmpty()) {
                return;
            }
            List<Key> inserted = insert();
            List<Key> lost = new ArrayList<>(fresh.keySet());
            if (inserted.size() == lost.size()) {
                return;
            }
            lost.removeAll(java.util.Set.copyOf(inserted));
            Map<Key, String> theirs = known(lost);
            lost.forEach(key -> {
                Nouvelle mine = Objects.requireNonNull(fresh.remove(key));
                String other = Objects.requireNonNull(theirs.get(key));
                outcomes[mine.at()] = again(other, mine.empreinte());
                twins.getOrDefault(key, List.of())
                        .forEach(twin -> outcomes[twin.at()] = again(other, twin.empreinte()));
            });
        }

        /** Ranks in order of arrival, rows in order of their keys, so that two processes never wait for each other in a circle. */
        private List<Key> insert() {
            List<Long> ranks = handle.createQuery(
                            "SELECT nextval('submitter.rang') FROM generate_series(1, :count) ORDER BY 1")
                    .bind("count", fresh.size())
                    .mapTo(Long.class)
                    .list();
            Map<Key, Long> rank = new HashMap<>();
            int next = 0;
            for (Key key : fresh.keySet()) {
                rank.put(key, ranks.get(next++));
            }
            List<Nouvelle> rows = fresh.values().stream()
                    .sorted(Comparator.<Nouvelle, String>comparing(
                                    each -> each.key().partenaire())
                            .thenComparing(each -> each.key().idDemande()))
                    .toList();
            return handle.createQuery("""
                INSERT INTO submitter.demande (rang, partenaire, id_demande, empreinte, kind, priorite, echeance,
                                               contenu, source, recue, etat)
                SELECT rang, partenaire, id_demande, decode(empreinte, 'hex'), kind, priorite,
                       nullif(echeance, '')::timestamptz, contenu::jsonb, source, :now, 'EN_ATTENTE'
                FROM unnest(:rangs, :partners, :ids, :empreintes, :kinds, :priorites, :echeances, :contenus, :sources)
                     AS t (rang, partenaire, id_demande, empreinte, kind, priorite, echeance, contenu, source)
                ON CONFLICT (partenaire, id_demande) DO NOTHING RETURNING partenaire, id_demande\
                """)
                    .bind("now", Ledger.utc(now))
                    .bindArray("rangs", Long.class, column(rows, each -> Objects.requireNonNull(rank.get(each.key()))))
                    .bindArray(
                            "partners",
                            String.class,
                            column(rows, each -> each.key().partenaire()))
                    .bindArray(
                            "ids", String.class, column(rows, each -> each.key().idDemande()))
                    .bindArray("empreintes", String.class, column(rows, Nouvelle::empreinte))
                    .bindArray(
                            "kinds",
                            String.class,
                            column(rows, each -> each.valide().kind()))
                    .bindArray(
                            "priorites",
                            String.class,
                            column(rows, each -> each.valide().priorite().name()))
                    .bindArray(
                            "echeances",
                            String.class,
                            column(rows, each -> text(each.valide().echeance())))
                    .bindArray("contenus", String.class, column(rows, each -> Ledger.json(each.demande())))
                    .bindArray("sources", String.class, column(rows, Nouvelle::source))
                    .map((row, context) -> new Key(row.getString("partenaire"), row.getString("id_demande")))
                    .list();
        }

        private static <T, C> List<C> column(Collection<T> rows, Function<T, C> part) {
            return rows.stream().map(part).toList();
        }

        private static String text(@Nullable Instant instant) {
            return instant == null ? "" : instant.toString();
        }

        private void announce() {
            List<DemandeEvent> events = new ArrayList<>();
            fresh.values().forEach(each -> events.add(recue(each)));
            for (int i = 0; i < outcomes.length; i++) {
                if (outcomes[i] instanceof Outcome.Refusee(List<DemandeFault> fautes)) {
                    events.add(refusee(entries.get(i), fautes));
                }
            }
            ledger.tell(handle, events);
        }

        private DemandeEvent recue(Nouvelle each) {
            DemandeValide valide = each.valide();
            return new DemandeEvent.Recue(
                    each.key().partenaire(),
                    valide.idDemande(),
                    valide.kind(),
                    valide.pce(),
                    LocalDate.parse(Objects.requireNonNull(each.demande().dateSouhaitee())),
                    valide.priorite().name(),
                    valide.echeance(),
                    each.source(),
                    now);
        }

        private DemandeEvent refusee(Entree entry, List<DemandeFault> faults) {
            Demande demande = entry instanceof Entree.Lue lue ? lue.demande() : null;
            return new DemandeEvent.Refusee(
                    named(entry),
                    demande == null ? null : shown(demande.idDemande()),
                    demande == null ? null : shown(demande.kind()),
                    demande == null ? null : shown(demande.pce()),
                    faults.stream()
                            .map(each -> new DemandeEvent.Faute(
                                    each.code().name(),
                                    each.field().isEmpty() ? null : FileName.printable(each.field()),
                                    each.reason()))
                            .toList(),
                    entry.source(),
                    now);
        }

        /** Of a stranger: fit for an event, at most 120 characters. */
        private static @Nullable String shown(@Nullable String text) {
            return text == null || text.isEmpty() ? null : FileName.printable(text);
        }
    }
}
