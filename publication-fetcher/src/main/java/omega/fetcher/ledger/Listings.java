package omega.fetcher.ledger;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import omega.fetcher.ledger.FileState.Decouverte;
import org.jdbi.v3.core.Handle;

/**
 * Listings of a directory whose every file is in the ledger, and up to which of them all has settled: is complete, in quarantine or withdrawn.
 * A file counts from the listing that first showed it, so that files which keep coming do not hide what was settled before them.
 */
public final class Listings {
    private final Ledger ledger;
    private final String partner;
    private final Decouverte.Source source;
    private final String directory;

    public Listings(Ledger ledger, String partner, Decouverte.Source source, String directory) {
        this.ledger = ledger;
        this.partner = partner;
        this.source = source;
        this.directory = directory;
    }

    /** Every file that was there at {@code at} is in the ledger. Of the looks of one minute the first is kept. */
    public void noted(Instant at) {
        ledger.jdbi()
                .useTransaction(handle -> handle.createUpdate("""
                        INSERT INTO fetcher.listage (partenaire, source, repertoire, le)
                        SELECT :partner, :source, :directory, :at
                        WHERE NOT EXISTS (SELECT FROM fetcher.listage WHERE partenaire = :partner AND source = :source
                                          AND repertoire = :directory AND le > CAST(:at AS timestamptz) - interval '1 minute')""")
                        .bind("partner", partner)
                        .bind("source", source.name())
                        .bind("directory", directory)
                        .bind("at", Ledger.utc(at))
                        .execute());
    }

    /** The newest listing up to which all has settled, unless it was told before; it has been when {@code handle}'s transaction commits. */
    public Optional<Instant> settled(Handle handle) {
        record Newest(OffsetDateTime at, boolean told) {}
        Optional<Newest> newest = handle.createQuery("""
                        SELECT le, dit FROM fetcher.listage
                        WHERE partenaire = :partner AND source = :source AND repertoire = :directory AND le < coalesce((
                            SELECT min(vu.le) FROM fetcher.fichier JOIN fetcher.vu ON vu.fichier = fichier.id
                            WHERE fichier.partenaire = :partner AND vu.source = :source AND vu.repertoire IN (:directory, '')
                              AND fichier.etat IN ('Decouverte', 'Archivee', 'Controlee', 'Decoupee')), 'infinity')
                        ORDER BY le DESC LIMIT 1""")
                .bind("partner", partner)
                .bind("source", source.name())
                .bind("directory", directory)
                .map((row, context) -> new Newest(row.getObject("le", OffsetDateTime.class), row.getBoolean("dit")))
                .findOne()
                .filter(each -> !each.told());
        newest.ifPresent(each -> tell(handle, each.at()));
        return newest.map(each -> each.at().toInstant());
    }

    private void tell(Handle handle, OffsetDateTime at) {
        for (String change : List.of(
                "UPDATE fetcher.listage SET dit = true WHERE le = :at", "DELETE FROM fetcher.listage WHERE le < :at")) {
            handle.createUpdate(change + " AND partenaire = :partner AND source = :source AND repertoire = :directory")
                    .bind("partner", partner)
                    .bind("source", source.name())
                    .bind("directory", directory)
                    .bind("at", at)
                    .execute();
        }
    }
}
