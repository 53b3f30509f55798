package omega.fetcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.catalogue.PackException;
import omega.catalogue.PackFault;
import omega.clock.OmegaClock;
import omega.fetcher.cut.Block;
import omega.fetcher.cut.Cutting;
import omega.fetcher.inspect.Inspection;
import omega.fetcher.inspect.Member;
import omega.fetcher.inspect.Verdict;
import omega.fetcher.ledger.FileFault;
import omega.fetcher.ledger.Ledger;
import omega.fetcher.parse.BlockLines;
import omega.layout.LineFault;
import omega.layout.LineReader;

/**
 * {@code ./omega catalogue check DIR} names every fault of a pack; {@code ./omega catalogue try FILE} reads one archive with the pack in
 * force, without a broker or a database: which version matched, the first records, every fault. Exits 0 when all is sound, 1 when not, 2 on
 * wrong use.
 */
public final class CatalogueCommand {
    private static final int SHOWN = 10;
    private final PrintStream out;
    private long read;
    private long rejected;

    private CatalogueCommand(PrintStream out) {
        this.out = out;
    }

    /** Ends the process with the exit code. */
    public static void main(String[] arguments) throws IOException {
        System.exit(run(System.out, arguments));
    }

    /** The command itself; {@code out} receives what it tells. */
    static int run(PrintStream out, String... arguments) throws IOException {
        CatalogueCommand command = new CatalogueCommand(out);
        if (arguments.length == 2 && arguments[0].equals("check")) {
            return command.check(Path.of(arguments[1]));
        }
        if (arguments.length >= 2 && arguments.length <= 3 && arguments[0].equals("try")) {
            return command.tryOut(
                    Path.of(arguments[1]), arguments.length == 3 ? Optional.of(arguments[2]) : Optional.empty());
        }
        out.println("""
                usage: ./omega catalogue check DIR           names every fault of the pack in DIR, laid over the built-in one
                       ./omega catalogue try FILE [PARTNER]  reads one archive (OMEGA_CATALOGUE names the pack's directory);
                                                             PARTNER is the supplier code it is addressed to, by default the name's""");
        return 2;
    }

    private int check(Path directory) {
        List<PackFault> faults = Catalogue.check(directory);
        faults.forEach(out::println);
        if (faults.isEmpty()) {
            Catalogue catalogue = Catalogue.load(Optional.of(directory));
            out.printf(
                    "%s: sound. Pack %s (%s), %d flux, fingerprint %s%n",
                    directory,
                    catalogue.pack().id(),
                    catalogue.pack().status(),
                    catalogue.flux().size(),
                    catalogue.fingerprint());
            return 0;
        }
        out.printf("%s: %d faults%n", directory, faults.size());
        return 1;
    }

    private int tryOut(Path archive, Optional<String> partner) throws IOException {
        if (!Files.isRegularFile(archive)) {
            out.println(archive + " is no file");
            return 2;
        }
        Catalogue catalogue;
        try {
            catalogue = Catalogue.load(
                    Optional.ofNullable(System.getenv("OMEGA_CATALOGUE")).map(Path::of));
        } catch (PackException e) {
            out.println(e.getMessage());
            return 1;
        }
        String name = String.valueOf(archive.getFileName());
        Optional<Flux> flux = catalogue.fluxOf(name);
        if (flux.isEmpty()) {
            out.printf(
                    "%s fits no archive name of the pack %s:%n",
                    name, catalogue.pack().id());
            catalogue.flux().values().forEach(each -> out.println("  " + each.archive()));
            return 1;
        }
        String addressee = partner.orElseGet(
                () -> flux.get().archive().match(name).orElseThrow().getOrDefault("partenaire", ""));
        out.printf("%s: flux %s, addressed to %s%n", name, flux.get().code(), addressee);
        return tryOut(archive, catalogue, flux.get(), addressee);
    }

    private int tryOut(Path archive, Catalogue catalogue, Flux flux, String partner) throws IOException {
        var limits = catalogue.transports().limits();
        var modified = Files.getLastModifiedTime(archive).toInstant();
        return switch (new Inspection(flux, partner, limits, modified).inspect(archive)) {
            case Verdict.Unsound(List<FileFault> faults) -> {
                faults.forEach(fault -> out.println("  " + fault));
                out.println("unsound: nothing of it would be published");
                yield 1;
            }
            case Verdict.Sound sound -> {
                out.printf(
                        "sound: layout %s version %s, %s%s, %d lines, header %s%n",
                        flux.code(),
                        sound.layout().version(),
                        sound.charset(),
                        sound.fallback() ? " (a fall-back: look at its accents)" : "",
                        sound.details(),
                        sound.header().fields());
                yield lines(archive, catalogue, sound);
            }
        };
    }

    private int lines(Path archive, Catalogue catalogue, Verdict.Sound sound) throws IOException {
        var limits = catalogue.transports().limits();
        var day = sound.creation().atZone(OmegaClock.PARIS).toLocalDate();
        LineReader reader = new LineReader(sound.layout(), sound.charset(), day);
        try (Member member = Member.open(archive, limits);
                InputStream in = member.stream()) {
            Cutting cutting = new Cutting(in, sound.layout(), sound.charset(), day, sound.details(), limits.line());
            for (Optional<Block> block = cutting.next(); block.isPresent(); block = cutting.next()) {
                read += BlockLines.read(block.get().bytes(), block.get().firstLine(), reader, new Shown());
            }
        } catch (Member.Unsound e) {
            throw new IOException(e);
        }
        out.printf("%d lines: %d records, %d rejected%n", read, read - rejected, rejected);
        return rejected == 0 ? 0 : 1;
    }

    /** Shows the first records and every fault. */
    private final class Shown implements BlockLines.Sink {
        private long shown;

        @Override
        public void record(long line, LineReader reader) {
            if (read + shown++ < SHOWN) {
                out.printf("  %d: %s%n", line, new String(reader.json(), StandardCharsets.UTF_8));
            }
        }

        @Override
        public void reject(long line, LineReader reader, byte[] block, int from, int to) {
            rejected++;
            for (LineFault fault : reader.faults()) {
                ObjectNode told = Ledger.JSON.createObjectNode();
                told.put("ligne", line)
                        .put("colonne", fault.column())
                        .put("code", fault.code().name());
                told.put("champ", fault.field()).put("raison", fault.reason());
                out.println("  " + told);
            }
        }
    }
}
