package omega.fetcher.settle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import omega.catalogue.Catalogue;
import omega.fetcher.archive.Archive;
import omega.fetcher.emit.BlockEmission;
import omega.fetcher.emit.BlockEmission.Outcome;
import omega.fetcher.inspect.Judgement;
import omega.fetcher.inspect.Member;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.FileState;
import omega.fetcher.ledger.FileState.Archivee;
import omega.fetcher.ledger.FileState.Controlee;
import omega.fetcher.ledger.FileState.Decoupee;
import omega.fetcher.ledger.Ledger;
import omega.runtime.audit.Audit;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loop;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Takes one partner's archived files on: inspected, cut, emitted, complete. A file that fails never stops the next. */
public final class Publishing implements Loop.Attempt {
    private static final Logger LOG = Logger.getLogger(Publishing.class);
    private static final int MOST = 100;
    private final String partner;
    private final Ledger ledger;
    private final Archive archive;
    private final Judgement judgement;
    private final Liste liste;
    private final BlockEmission emission;

    /** Fences whatever process published for this partner before. */
    public Publishing(
            String partner,
            Ledger ledger,
            Archive archive,
            Judgement judgement,
            Liste liste,
            Clients clients,
            Catalogue catalogue) {
        this.partner = partner;
        this.ledger = ledger;
        this.archive = archive;
        this.judgement = judgement;
        this.liste = liste;
        this.emission = new BlockEmission(clients, catalogue, ledger, partner);
    }

    private interface Step {
        /** Whether the file went on. */
        boolean take(CollectedFile file) throws IOException, Member.Unsound;
    }

    @Override
    public boolean turn() throws Exception {
        List<Exception> failed = new ArrayList<>();
        int taken = each(Archivee.class, this::inspect, failed);
        taken += each(Controlee.class, this::emit, failed);
        each(Decoupee.class, this::complete, failed);
        if (!failed.isEmpty()) {
            throw failed.getFirst();
        }
        return taken > 0;
    }

    private int each(Class<? extends FileState> state, Step step, List<Exception> failed) {
        int taken = 0;
        for (CollectedFile file : ledger.in(partner, state, MOST)) {
            MDC.put("fichier", file.key());
            try {
                taken += step.take(file) ? 1 : 0;
            } catch (Ledger.Stale e) {
                LOG.debugf("%s changed meanwhile", file.key());
            } catch (IOException | Member.Unsound e) {
                LOG.errorf(e, "%s: %s cannot be taken on from %s", partner, file.nom(), state.getSimpleName());
                failed.add(e);
            } finally {
                MDC.remove("fichier");
            }
        }
        return taken;
    }

    private boolean inspect(CollectedFile file) throws IOException, Member.Unsound {
        CollectedFile judged = judgement.judge(file);
        if (judged.etat() instanceof Controlee(var controle)) {
            liste.keep(judged, controle);
        }
        return true;
    }

    private boolean emit(CollectedFile file) throws IOException, Member.Unsound {
        if (file.revision() > 1 && !ledger.announced(file)) {
            return false;
        }
        Controlee state = (Controlee) file.etat();
        switch (emission.emit(file, state.controle(), archive.path(file))) {
            case Outcome.Done(long blocks) -> ledger.advance(file, state.cut(blocks));
            case Outcome.OtherLayout _ ->
                ledger.replay(
                        file,
                        file.flux(),
                        archive.size(file),
                        "the pack's layout changed since the inspection",
                        Audit.MACHINE);
        }
        return true;
    }

    private boolean complete(CollectedFile file) {
        Decoupee state = (Decoupee) file.etat();
        FileState.Count count = ledger.count(file);
        boolean complete = count.blocs() == state.blocs()
                && count.lues() == state.controle().lignes();
        if (complete) {
            ledger.advance(file, state.completed(count));
            emission.forget(file);
            LOG.infof(
                    "%s: %s is complete, %d lines, %d published, %d rejected",
                    partner, file.nom(), count.lues(), count.publiees(), count.rejetees());
        }
        return complete;
    }

    @Override
    public void close() {
        emission.close();
    }
}
