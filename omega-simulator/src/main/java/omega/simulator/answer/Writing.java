package omega.simulator.answer;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import omega.catalogue.ServiceWeb;
import omega.clock.OmegaClock;
import omega.simulator.answer.Creneaux.Creneau;
import omega.simulator.answer.Refusal.Code;
import omega.simulator.books.Books;
import omega.simulator.books.Fact;
import omega.simulator.books.Unitaire;
import omega.simulator.integrate.Etape;
import omega.simulator.integrate.Parcours;
import omega.simulator.play.ReglagesWs;
import omega.simulator.play.ReglagesWs.Doublons;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** What changes OMEGA's books: creations, appointments, cancellations. One at a time. */
final class Writing {
    /** States in which a supplier may still change or call off a request. */
    private static final Set<String> OPEN = Set.of("REC", "INT", "PLA");
    /** What a request may name, and what that must have been; the guide's processes (§1.1). */
    private static final Map<String, String> NAMED = Map.of("demandeCoupure", "COUP", "demandeTjdc", "TJDC");

    private final ReentrantLock lock = new ReentrantLock();
    private final Books books;
    private final OmegaClock clock;
    private final Parcours parcours;
    private final Creneaux creneaux;

    Writing(Books books, OmegaClock clock, Parcours parcours, Creneaux creneaux) {
        this.books = books;
        this.clock = clock;
        this.parcours = parcours;
        this.creneaux = creneaux;
    }

    /** Accepts a request, and gives it a number. */
    Unitaire create(Call call, ServiceWeb.Operation operation, Element body) throws Refusal {
        ReglagesWs reglages = books.reglages().ws();
        String id = place(body, operation.idDemande());
        String pce = place(body, operation.pce());
        String nature = nature(operation, body);
        Optional<String> motif = reglages.pceLibres() ? Optional.empty() : parcours.point(call.partenaire, nature, pce);
        if (motif.isPresent()) {
            throw new Refusal(Code.PCE, "le PCE " + pce + " n'est pas du fournisseur", motif.get(), List.of());
        }
        LocalDate wished = Asking.date(body, "/dateSouhaitee").orElse(clock.today());
        if (wished.isBefore(clock.today())) {
            throw new Refusal(Code.DATE, wished + " est passé", "M03", List.of());
        }
        lock.lock();
        try {
            if (reglages.doublons() == Doublons.REFUSES && books.taken(call.partenaire, id) > 0) {
                throw new Refusal(Code.DOUBLON, id + " a déjà été acceptée", "M04", List.of());
            }
            checkNamed(call, body);
            long rank = books.countUnitaires() + 1;
            Unitaire demande = new Unitaire(
                    "D%010d".formatted(rank),
                    call.partenaire,
                    call.service,
                    nature,
                    id,
                    pce,
                    wished,
                    call.instant,
                    appointment(body, pce, "R%010d".formatted(rank)),
                    null,
                    null);
            books.write(new Fact.Creation(demande));
            call.concerns(demande.numeroDemande());
            return demande;
        } finally {
            lock.unlock();
        }
    }

    private static String place(Element body, Optional<String> place) throws Refusal {
        return place.flatMap(each -> Asking.text(body, each))
                .orElseThrow(() -> new Refusal(Code.OPERATION, "l'opération n'a pas de " + place.orElse("place")));
    }

    /** Of several codes the one whose place is there; TJDC for what ends one, which has none of its own. */
    private static String nature(ServiceWeb.Operation operation, Element body) {
        return operation.natures().entrySet().stream()
                .filter(each -> each.getValue().isEmpty()
                        || Asking.element(body, each.getValue()).isPresent())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("TJDC");
    }

    private void checkNamed(Call call, Element body) throws Refusal {
        for (Map.Entry<String, String> each : NAMED.entrySet()) {
            Optional<String> numero = Asking.text(body, "/" + each.getKey());
            if (numero.isPresent() && !own(call, numero.get()).nature().equals(each.getValue())) {
                throw new Refusal(Code.INCONNUE, numero.get() + " n'est pas de nature " + each.getValue());
            }
        }
    }

    /** A request of the caller's. */
    private Unitaire own(Call call, String numero) throws Refusal {
        return books.unitaire(numero)
                .filter(each -> each.partenaire().equals(call.partenaire))
                .orElseThrow(() -> new Refusal(Code.INCONNUE, "aucune demande " + numero));
    }

    private Unitaire.@Nullable RendezVous appointment(Element body, String pce, String numero) throws Refusal {
        Optional<String> wanted =
                Asking.anywhere(body, "rendezVous").flatMap(each -> Asking.text(each, "/referenceCreneau"));
        if (wanted.isEmpty()) {
            return null;
        }
        Creneau slot = creneaux.find(wanted.get(), pce)
                .orElseThrow(() -> new Refusal(Code.CRENEAU, "le créneau " + wanted.get() + " n'est pas disponible"));
        return new Unitaire.RendezVous(numero, slot.reference(), slot.debut(), slot.fin());
    }

    /** Another appointment for a request that has one, or none yet. */
    Unitaire move(Call call, Element body) throws Refusal {
        lock.lock();
        try {
            Unitaire demande = open(call, body);
            Unitaire.RendezVous agreed =
                    appointment(body, demande.pce(), demande.numeroDemande().replace('D', 'R'));
            if (agreed == null) {
                throw new Refusal(Code.CRENEAU, "aucun créneau");
            }
            books.write(new Fact.RendezVousPris(demande.numeroDemande(), agreed));
            return books.unitaire(demande.numeroDemande()).orElseThrow();
        } finally {
            lock.unlock();
        }
    }

    Unitaire callOff(Call call, Element body) throws Refusal {
        lock.lock();
        try {
            Unitaire demande = open(call, body);
            String motif = Asking.text(body, "/motif").orElse("M07");
            books.write(new Fact.Annulation(demande.numeroDemande(), call.instant, motif));
            return books.unitaire(demande.numeroDemande()).orElseThrow();
        } finally {
            lock.unlock();
        }
    }

    /** {@code numeroDemande} tells which; {@code idDemande} is the caller's reference for this call, or for that request. */
    private Unitaire open(Call call, Element body) throws Refusal {
        Unitaire demande = own(call, Asking.text(body, "/numeroDemande").orElse(""));
        String etat = state(demande).etat();
        if (!OPEN.contains(etat)) {
            throw new Refusal(Code.ETAT, demande.numeroDemande() + " est en état " + etat);
        }
        call.concerns(demande.numeroDemande());
        return demande;
    }

    /** Where a request stands now. */
    Etape state(Unitaire demande) {
        return parcours.until(clock.instant(), demande).getLast();
    }

    /** The shared receipt. */
    void receipt(Answer answer, Unitaire demande, String idDemande) {
        Element receipt = answer.own(answer.root(), "accuse", null);
        answer.common(receipt, "idDemande", idDemande);
        answer.common(receipt, "numeroDemande", demande.numeroDemande());
        answer.common(receipt, "etat", state(demande).etat());
        answer.common(receipt, "dateReception", demande.instant());
        Unitaire.RendezVous agreed = demande.rendezVous();
        if (agreed != null) {
            answer.common(
                    receipt,
                    "dateEffet",
                    agreed.debut().atZone(OmegaClock.PARIS).toLocalDate());
            answer.common(receipt, "numeroRendezVous", agreed.numero());
        }
    }
}
