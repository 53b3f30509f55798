package omega.bench.requests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import omega.bench.Benchmark;
import omega.bench.Contender;
import omega.bench.Goal;
import omega.bench.Goal.Bound;
import omega.bench.Measured;
import omega.bench.Outcome;
import omega.bench.Scale;
import omega.bench.Stopwatch;
import omega.catalogue.Catalogue;
import omega.catalogue.DemandeKind;
import omega.submitter.check.Check;
import omega.submitter.check.Demande;
import omega.submitter.check.DemandeValide;
import omega.submitter.check.Verdict;
import omega.submitter.write.LotFile;
import omega.submitter.write.LotWriter;

/** One large file of mass requests. */
public final class Writing implements Benchmark {
    private static final Instant NOW = Instant.parse("2026-11-23T07:00:00Z");
    private static final String WRITE = "omega: lot → member, ZIP, SHA-256";
    private static final String DEFLATE = "the JDK's ZIP of the same bytes";
    private static final String CHECK = "for comparison: checking them";

    @Override
    public String name() {
        return "writing";
    }

    @Override
    public String about(Scale scale) {
        return """
                One file of %,d changes of supplier (CHF), from checked requests to the bytes of the deposit.
                Beside it the JDK's own ZIP of the same member, held in memory: what compression alone takes.
                """.formatted(scale.lot());
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        Catalogue catalogue = Catalogue.provisional();
        DemandeKind kind = large(Objects.requireNonNull(catalogue.demandes().get("CHF")), scale.lot());
        List<Demande> written = demandes(scale.lot());
        List<DemandeValide> checked = check(catalogue, written);
        LotWriter writer = new LotWriter(kind);
        LotFile file = writer.write("BENCH", NOW, 1, checked);
        Measured measured = Measured.interleaved(
                scale.rounds(),
                List.of(
                        new Contender(WRITE, () -> write(writer, checked, file)),
                        new Contender(DEFLATE, () -> deflate(file)),
                        new Contender(CHECK, () -> {
                            Stopwatch watch = new Stopwatch();
                            check(catalogue, written);
                            return watch.figures();
                        })));
        return new Outcome(
                measured,
                List.of(
                        new Goal.Absolute("seconds for the file", Stopwatch.SECONDS, WRITE, Bound.atMost(1)),
                        new Goal.Absolute("CPU seconds for the file", Stopwatch.CPU, WRITE, Bound.atMost(1))),
                List.of("Member %,d bytes, ZIP %,d. CPU seconds are of the whole JVM."
                        .formatted(file.member().length, file.archive().length)));
    }

    /** The pack allows fewer requests in a file. */
    private static DemandeKind large(DemandeKind kind, int most) {
        return new DemandeKind(
                kind.code(),
                kind.libelle(),
                kind.section(),
                kind.archive(),
                kind.member(),
                kind.destinataire(),
                most,
                kind.layout());
    }

    private static List<Demande> demandes(int count) {
        Random random = new Random(42);
        List<Demande> demandes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            demandes.add(new Demande(
                    "D-2026-%09d".formatted(i),
                    "CHF",
                    "21%012d".formatted(random.nextInt(1_000_000_000)),
                    "2026-12-%02d".formatted(1 + random.nextInt(28)),
                    null,
                    null,
                    Map.of(
                            "tarif",
                            random.nextBoolean() ? "T1" : "T2",
                            "car",
                            Integer.toString(random.nextInt(100_000)),
                            "typeClient",
                            "PAR",
                            "nomClient",
                            "Société n° " + random.nextInt(1_000_000),
                            "accordClient",
                            "true")));
        }
        return demandes;
    }

    private static List<DemandeValide> check(Catalogue catalogue, List<Demande> demandes) {
        Check check = new Check(catalogue, NOW);
        List<DemandeValide> sound = new ArrayList<>(demandes.size());
        for (Demande demande : demandes) {
            switch (check.of(demande)) {
                case Verdict.Sound(DemandeValide valide) -> sound.add(valide);
                case Verdict.Unsound(var faults) -> throw new IllegalStateException(faults.toString());
            }
        }
        return sound;
    }

    private static Map<String, Double> write(LotWriter writer, List<DemandeValide> checked, LotFile expected) {
        Stopwatch watch = new Stopwatch();
        LotFile file = writer.write("BENCH", NOW, 1, checked);
        Map<String, Double> figures = watch.figures();
        if (!file.sha256().equals(expected.sha256())) {
            throw new IllegalStateException("the same lot gave other bytes");
        }
        return figures;
    }

    private static Map<String, Double> deflate(LotFile file) throws IOException {
        Stopwatch watch = new Stopwatch();
        ByteArrayOutputStream out = new ByteArrayOutputStream(file.archive().length);
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(file.memberName()));
            zip.write(file.member());
        }
        return watch.figures();
    }
}
