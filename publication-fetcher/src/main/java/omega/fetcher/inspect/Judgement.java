package omega.fetcher.inspect;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.fetcher.archive.Archive;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.Controle;
import omega.fetcher.ledger.FileFault;
import omega.fetcher.ledger.FileFault.Code;
import omega.fetcher.ledger.FileState.Archivee;
import omega.fetcher.ledger.Ledger;
import org.jboss.logging.Logger;

/** Decides of each archived file whether it may be published. */
@ApplicationScoped
public class Judgement {
    private static final Logger LOG = Logger.getLogger(Judgement.class);
    private final Catalogue catalogue;
    private final Archive archive;
    private final Ledger ledger;

    public Judgement(Catalogue catalogue, Archive archive, Ledger ledger) {
        this.catalogue = catalogue;
        this.archive = archive;
        this.ledger = ledger;
    }

    /** The file, {@code Controlee} or {@code EnQuarantaine}. */
    public CollectedFile judge(CollectedFile file) throws IOException {
        Archivee state = (Archivee) file.etat();
        Verdict verdict = verdict(file);
        return switch (verdict) {
            case Verdict.Sound sound -> ledger.advance(file, state.inspected(Controle.of(sound)));
            case Verdict.Unsound(List<FileFault> faults) -> {
                LOG.warnf("%s: %s is quarantined: %s", file.partenaire(), file.nom(), faults);
                yield ledger.advance(file, state.quarantined(faults));
            }
        };
    }

    /** A file that makes us fail is quarantined like one that is bad, so that it cannot hold up the others. */
    private Verdict verdict(CollectedFile file) throws IOException {
        if (!archive.holds(file)) {
            return unsound(Code.ARCHIVE_ILLISIBLE, "the archived bytes are no longer at " + archive.path(file));
        }
        if (file.revision() == 1 && ledger.hasOtherBytes(file)) {
            return unsound(
                    Code.NOM_DEJA_VU,
                    "another file of this name came before, with other bytes; compare both, then replay the right one");
        }
        try {
            return inspect(file);
        } catch (RuntimeException e) {
            LOG.errorf(e, "inspecting %s failed", file.nom());
            return unsound(Code.ERREUR_INTERNE, "the inspection itself failed: " + e);
        }
    }

    /** What is unsound is told as that, however often it comes. */
    private Verdict inspect(CollectedFile file) throws IOException {
        Flux flux = catalogue.flux().get(file.flux());
        Verdict verdict = flux == null
                ? unknown(file)
                : new Inspection(flux, file.partenaire(), catalogue.transports().limits(), file.modifie())
                        .inspect(archive.path(file));
        boolean fresh = verdict instanceof Verdict.Sound && file.revision() == 1;
        return (fresh ? ledger.sameBytes(file) : Optional.<String>empty())
                .map(before -> unsound(
                        Code.OCTETS_DEJA_VUS,
                        "the same bytes came before as " + before + "; their records are, or would be, the same"))
                .orElse(verdict);
    }

    /** A name that fits no flux: the header tells whether the flux or only the name is foreign. */
    private Verdict unknown(CollectedFile file) throws IOException {
        Path path = archive.path(file);
        Optional<String> claimed = Inspection.claimedFlux(
                path, catalogue.flux().values(), catalogue.transports().limits());
        Optional<Flux> known = claimed.map(catalogue.flux()::get);
        if (known.isPresent()) {
            return unsound(
                    Code.NOM_HORS_MODELE,
                    "the header is of " + claimed.get() + ", whose archives are named "
                            + known.get().archive());
        }
        return unsound(
                Code.FLUX_INCONNU,
                claimed.map(flux -> "the pack has no flux " + flux)
                        .orElse("the name fits no flux of the pack, and the first line no header of it"));
    }

    private static Verdict unsound(Code code, String reason) {
        return new Verdict.Unsound(List.of(FileFault.of(code, reason)));
    }
}
