package omega.fetcher.settle;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.catalogue.Layout;
import omega.fetcher.archive.Archive;
import omega.fetcher.cut.Block;
import omega.fetcher.cut.Cutting;
import omega.fetcher.inspect.Member;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.Controle;
import omega.fetcher.ledger.Ledger;
import omega.fetcher.parse.BlockLines;
import omega.layout.LineReader;

/** The fichier liste (§3.2.2): what nobody has downloaded, kept for comparison. The key of its records is the archive's name. */
@ApplicationScoped
public class Liste {
    private final Catalogue catalogue;
    private final Archive archive;
    private final Ledger ledger;

    public Liste(Catalogue catalogue, Archive archive, Ledger ledger) {
        this.catalogue = catalogue;
        this.archive = archive;
        this.ledger = ledger;
    }

    /** Keeps the names that a sound fichier liste tells, if it is newer than the one kept. */
    public void keep(CollectedFile file, Controle controle) throws IOException, Member.Unsound {
        if (!file.flux().equals(Flux.FICHIER_LISTE)) {
            return;
        }
        List<String> names = names(file, controle);
        ledger.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                                INSERT INTO fetcher.liste (partenaire, creation, noms) VALUES (:partner, :creation, :names)
                                ON CONFLICT (partenaire) DO UPDATE SET creation = excluded.creation, noms = excluded.noms
                                WHERE liste.creation < excluded.creation""")
                        .bind("partner", file.partenaire())
                        .bind("creation", Ledger.utc(controle.creation()))
                        .bindArray("names", String.class, names)
                        .execute());
    }

    private List<String> names(CollectedFile file, Controle controle) throws IOException, Member.Unsound {
        Layout layout = Objects.requireNonNull(catalogue.flux().get(file.flux()))
                .layout(controle.version())
                .orElseThrow();
        LineReader reader = new LineReader(layout, controle.characters(), controle.day());
        List<String> names = new ArrayList<>();
        var limits = catalogue.transports().limits();
        try (Member member = Member.open(archive.path(file), limits);
                InputStream in = member.stream()) {
            Cutting cutting =
                    new Cutting(in, layout, controle.characters(), controle.day(), controle.lignes(), limits.line());
            for (Optional<Block> block = cutting.next(); block.isPresent(); block = cutting.next()) {
                BlockLines.read(block.get().bytes(), block.get().firstLine(), reader, new BlockLines.Sink() {
                    @Override
                    public void record(long line, LineReader read) {
                        byte[] key = read.key();
                        if (key != null) {
                            names.add(new String(key, StandardCharsets.UTF_8));
                        }
                    }

                    @Override
                    public void reject(long line, LineReader read, byte[] bytes, int from, int to) {
                        // told by the parsers, as of any flux
                    }
                });
            }
        }
        return names;
    }
}
