package omega.simulator.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import omega.calendar.OmegaCalendar;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.catalogue.Layout;
import omega.clock.OmegaClock;
import omega.simulator.books.Books;
import omega.simulator.books.Fact;
import omega.simulator.books.Publication;
import omega.simulator.books.Publication.Attendu;
import omega.simulator.books.Publication.Effet;
import omega.simulator.books.Standing;
import omega.simulator.play.Fault;
import omega.simulator.play.Injection;
import omega.simulator.play.Reglages;
import omega.simulator.play.ReglagesDemandes.NumeroSuivi;

/** Puts publications out, and withdraws them when their retention has passed (§3.2.4). One thread at a time. */
public final class Publishing {
    /** The guide gives the fichier liste no retention; a day's worth is kept. */
    private static final Period LIST_RETENTION = Period.ofDays(1);

    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
    private static final String UNKNOWN_FLUX = "XYZ9";
    private static final List<Fault> OF_FILES =
            Arrays.stream(Fault.values()).filter(each -> !each.ofLines()).toList();

    private final Catalogue catalogue;
    private final Spaces spaces;
    private final Books books;
    private final OmegaClock clock;
    private final long seed;
    private final int pce;

    public Publishing(Catalogue catalogue, Spaces spaces, Books books, OmegaClock clock, long seed, int pce) {
        this.catalogue = catalogue;
        this.spaces = spaces;
        this.books = books;
        this.clock = clock;
        this.seed = seed;
        this.pce = pce;
    }

    /** After a crash: what the books say is put out lies in its place, or is entered as lost. */
    public void repair() {
        try {
            for (Standing each : books.publications(Standing::present)) {
                if (spaces.waits(each.publication())) {
                    spaces.show(each.publication());
                } else if (!Files.exists(spaces.place(each.publication()))) {
                    books.write(new Fact.Retrait(each.publication().id(), clock.instant(), Fact.Motif.PERDUE));
                }
            }
            spaces.tidy();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot repair the partners' spaces", e);
        }
    }

    /** What the calendar asks for, with the faults that the switches ask for. */
    public void planned(Due due, Told told) {
        String code = due.flux().code();
        Reglages reglages = books.reglages();
        List<Injection> faults = new ArrayList<>(reglages.fautes(code));
        if (!faults.isEmpty()) {
            books.change(now -> now.used(code));
        } else if (due.flux().isPublication()) {
            drawn(due, reglages.tauxFichiers()).ifPresent(faults::add);
        }
        List<Injection> extra =
                faults.stream().filter(each -> each.fault().isExtra()).toList();
        faults.removeAll(extra);
        put(due, true, faults, told);
        for (Injection each : extra) {
            if (each.fault() != Fault.NOM_DEJA_VU || downloaded(due).isPresent()) {
                put(due, false, List.of(each), told);
            }
        }
    }

    private Optional<Injection> drawn(Due due, double rate) {
        long dice = Dice.mix(dice(due, 0), "faute");
        return Dice.part(dice) < rate
                ? Optional.of(new Injection(OF_FILES.get(Dice.below(Dice.mix(dice), OF_FILES.size())), 1))
                : Optional.empty();
    }

    /**
     * A publication that somebody asks for, now.
     *
     * @throws IllegalStateException when its name is taken, or a fault needs something that is not there
     */
    public Publication onDemand(Due due, List<Injection> faults, Told told) {
        return put(due, false, faults, told);
    }

    /** The compte-rendu of a deposited file, which {@code told} names. */
    public void answer(Due due, Told told) {
        List<Injection> faults = books.reglages().fautes(due.flux().code());
        if (!faults.isEmpty()) {
            books.change(now -> now.used(due.flux().code()));
        }
        put(due, false, faults, told);
    }

    private Publication put(Due due, boolean prevue, List<Injection> faults, Told told) {
        try {
            Naming naming = naming(due, faults);
            Order order = order(due, naming, faults, told);
            Path file = spaces.made(naming.id());
            Printed printed = Printing.print(order, new Register(seed, due.partenaire(), pce), file);
            Publication publication = publication(due, prevue, naming, order, printed, file);
            books.present(due.partenaire(), naming.nom())
                    .ifPresent(old -> books.write(
                            new Fact.Retrait(old.publication().id(), clock.instant(), Fact.Motif.REMPLACEE)));
            books.write(new Fact.MiseADisposition(publication));
            spaces.show(publication);
            return publication;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot put out " + due.flux().code() + " of " + due.jour() + " for " + due.partenaire(), e);
        }
    }

    /** What an archive is called; {@code rank} counts those of one partner, flux and day. */
    private record Naming(String id, int rank, String code, String nom, String membre, long sequence) {}

    private Naming naming(Due due, List<Injection> faults) {
        String code =
                has(faults, Fault.FLUX_INCONNU) ? UNKNOWN_FLUX : due.flux().code();
        for (int rank = 0; rank < 1000; rank++) {
            String id = due.partenaire() + "." + code + "." + due.jour() + "." + rank;
            Naming naming = named(due, code, id, rank, faults);
            boolean free = has(faults, Fault.NOM_DEJA_VU) || !books.isKnown(due.partenaire(), naming.nom());
            if (free && books.publication(id).isEmpty()) {
                return naming;
            }
        }
        throw new IllegalStateException(
                "no name is left for another " + code + " of " + due.jour() + " for " + due.partenaire());
    }

    private Naming named(Due due, String code, String id, int rank, List<Injection> faults) {
        Flux flux = due.flux();
        LocalDateTime local = due.jour()
                .atTime(due.instant().atZone(OmegaClock.PARIS).toLocalTime().withNano(0));
        long sequence = due.jour().toEpochDay() - FIRST.toEpochDay() + 1 + rank;
        String nom = flux.archive().format(due.partenaire(), local, sequence);
        for (long bound = 1_000_000; flux.archive().match(nom).isEmpty() && bound >= 10; bound /= 10) {
            sequence %= bound; // starts over where the name has fewer digits
            nom = flux.archive().format(due.partenaire(), local, sequence);
        }
        String membre = flux.member().format(due.partenaire(), local, sequence);
        String longer = base(nom) + membre;
        if (membre.startsWith(".") && flux.member().match(longer).isPresent()) {
            membre = longer;
        }
        if (has(faults, Fault.FLUX_INCONNU)) {
            nom = "%s_%s_%tY%<tm%<td_%05d.zip".formatted(code, due.partenaire(), local, sequence);
        } else if (has(faults, Fault.NOM_HORS_MODELE)) {
            nom = base(nom) + "(1).zip";
        } else if (has(faults, Fault.NOM_DEJA_VU)) {
            nom = downloaded(due)
                    .orElseThrow(() -> new IllegalStateException("no " + code + " has been downloaded by "
                            + due.partenaire() + " whose name could come again"))
                    .publication()
                    .nom();
        }
        return new Naming(id, rank, code, nom, membre, sequence);
    }

    private static String base(String nom) {
        int dot = nom.lastIndexOf('.');
        return dot < 0 ? nom : nom.substring(0, dot);
    }

    /** The last sound archive of that flux that the partner has fetched and that still lies there. */
    private Optional<Standing> downloaded(Due due) {
        return books
                .publications(each -> each.present()
                        && each.downloaded()
                        && each.publication().attendu().effet() == Effet.COMPLETE
                        && each.publication().partenaire().equals(due.partenaire())
                        && each.publication().flux().equals(due.flux().code()))
                .stream()
                .max(Comparator.comparing(each -> each.publication().instant()));
    }

    private Order order(Due due, Naming naming, List<Injection> faults, Told told) {
        Flux flux = due.flux();
        Reglages reglages = books.reglages();
        Layout layout = Optional.ofNullable(reglages.versions().get(flux.code()))
                .flatMap(flux::layout)
                .orElseGet(() -> usual(flux, reglages));
        return new Order(
                flux,
                naming.code(),
                layout,
                due.partenaire(),
                due.jour(),
                due.instant(),
                naming.sequence(),
                naming.nom(),
                naming.membre(),
                dice(due, naming.rank()),
                faults,
                flux.isPublication() ? reglages.tauxLignes() : 0,
                flux.code().equals(Flux.FICHIER_LISTE) ? Told.only(rows(due)) : told);
    }

    /** The last version; of the compte-rendu, the first has one number a file, later ones may have one a line. */
    private static Layout usual(Flux flux, Reglages reglages) {
        boolean first =
                flux.code().equals(Flux.COMPTE_RENDU) && reglages.demandes().numeroSuivi() == NumeroSuivi.PAR_FICHIER;
        return first ? flux.layouts().getFirst() : flux.layouts().getLast();
    }

    private long dice(Due due, int rank) {
        long dice = Dice.mix(
                Dice.mix(Dice.mix(seed, due.partenaire()), due.flux().code()),
                due.jour().toEpochDay());
        return rank == 0 ? dice : Dice.mix(dice, rank);
    }

    /** The lines of a fichier liste: what lies there and has not been downloaded (§3.2.2). */
    private List<Row> rows(Due due) {
        return books
                .publications(each -> each.present()
                        && !each.downloaded()
                        && each.publication().partenaire().equals(due.partenaire())
                        && !each.publication().flux().equals(Flux.FICHIER_LISTE)
                        && !each.publication().flux().equals(Flux.COMPTE_RENDU)
                        && !each.publication().instant().isAfter(due.instant()))
                .stream()
                .map(each -> new Row(row(each.publication())))
                .toList();
    }

    private Map<String, Object> row(Publication publication) {
        Instant expiration = publication.expiration();
        Flux flux = catalogue.flux().get(publication.flux());
        Map<String, Object> row = new TreeMap<>();
        row.put("codeFlux", publication.flux());
        row.put("nomFichier", publication.nom());
        row.put("taille", publication.taille());
        row.put("dateMiseADisposition", publication.instant().atZone(OmegaClock.PARIS));
        row.put("dateExpiration", expiration == null ? "" : expiration.atZone(OmegaClock.PARIS));
        row.put("libelle", flux == null ? "" : flux.libelle());
        return row;
    }

    private Publication publication(Due due, boolean prevue, Naming naming, Order order, Printed printed, Path file)
            throws IOException {
        List<String> faults = new ArrayList<>(printed.fautes());
        order.fautes().stream().filter(each -> each.fault().isExtra()).forEach(each -> faults.add(each.toString()));
        Optional<Fault> whole = Injection.parse(faults).stream()
                .map(Injection::fault)
                .filter(each -> !each.ofLines())
                .findFirst();
        Period retention = due.flux().code().equals(Flux.FICHIER_LISTE)
                ? LIST_RETENTION
                : due.flux().retention();
        return new Publication(
                naming.id(),
                due.partenaire(),
                naming.code(),
                due.jour(),
                prevue,
                naming.nom(),
                sha256(file),
                Files.size(file),
                printed.lignes(),
                order.layout().version(),
                order.layout().charsets().getFirst().name(),
                due.instant(),
                clock.instant(),
                retention == null ? null : OmegaCalendar.expiry(due.instant(), retention),
                List.copyOf(faults),
                new Attendu(
                        whole.isPresent() ? Effet.QUARANTAINE : Effet.COMPLETE,
                        whole.map(Fault::motif).orElse(null),
                        whole.isPresent() ? 0 : printed.rejets()),
                order.told().reponseA());
    }

    private static boolean has(List<Injection> faults, Fault fault) {
        return faults.stream().anyMatch(each -> each.fault() == fault);
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            byte[] buffer = new byte[1 << 16];
            while (digest.read(buffer) >= 0) {
                // the stream hashes what it reads
            }
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Withdraws what has lain its time. */
    public void expire(Instant now) {
        for (Standing each : books.publications(Standing::present)) {
            Instant expiration = each.publication().expiration();
            if (expiration != null && !expiration.isAfter(now)) {
                spaces.withdraw(each.publication());
                books.write(new Fact.Retrait(each.publication().id(), now, Fact.Motif.EXPIREE));
            }
        }
    }

    /** When the next of the publications that lie there is to be withdrawn. */
    public Optional<Instant> nextExpiry() {
        return books.publications(Standing::present).stream()
                .map(each -> Optional.ofNullable(each.publication().expiration()))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }
}
