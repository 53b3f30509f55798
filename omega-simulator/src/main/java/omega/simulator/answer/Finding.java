package omega.simulator.answer;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omega.clock.OmegaClock;
import omega.simulator.answer.Refusal.Code;
import omega.simulator.books.Books;
import omega.simulator.books.Unitaire;
import omega.simulator.integrate.Etape;
import omega.simulator.publish.Registers;
import omega.simulator.publish.Registers.Point;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What only looks: requests by their references, points by address, a point's data, slots. */
final class Finding {
    private static final int PAGE = 50;
    private static final int READINGS = 12;

    private final Books books;
    private final OmegaClock clock;
    private final Registers registers;
    private final Creneaux creneaux;
    private final Writing writing;

    Finding(Books books, OmegaClock clock, Registers registers, Creneaux creneaux, Writing writing) {
        this.books = books;
        this.clock = clock;
        this.registers = registers;
        this.creneaux = creneaux;
        this.writing = writing;
    }

    /** SuiviDemande: the caller's requests that came by web services. */
    void requests(Call call, Element body, Answer answer) {
        List<Unitaire> found = found(call, body);
        int page = Asking.number(body, "/page", 1);
        found.stream().skip((page - 1L) * PAGE).limit(PAGE).forEach(each -> request(answer, each));
        answer.own(answer.root(), "pages", Math.ceilDiv(found.size(), PAGE));
    }

    private List<Unitaire> found(Call call, Element body) {
        Optional<String> id = Asking.text(body, "/idDemande");
        if (id.isPresent()) {
            return books.unitaires(call.partenaire, id.get());
        }
        Optional<String> numero = Asking.text(body, "/numeroDemande");
        if (numero.isPresent()) {
            return books.unitaire(numero.get()).stream()
                    .filter(each -> each.partenaire().equals(call.partenaire))
                    .toList();
        }
        String pce = Asking.text(body, "/pce").orElse("");
        Optional<String> nature = Asking.text(body, "/nature");
        Instant since = Asking.date(body, "/depuis")
                .orElse(LocalDate.EPOCH)
                .atStartOfDay(OmegaClock.PARIS)
                .toInstant();
        return books.unitaires(each -> each.partenaire().equals(call.partenaire)
                && each.pce().equals(pce)
                && (nature.isEmpty() || nature.get().equals(each.nature()))
                && !each.instant().isBefore(since));
    }

    private void request(Answer answer, Unitaire demande) {
        Etape state = writing.state(demande);
        Element request = answer.own(answer.root(), "demande", null);
        answer.own(request, "idDemande", demande.idDemande());
        answer.own(request, "numeroDemande", demande.numeroDemande());
        answer.own(request, "nature", demande.nature());
        answer.own(request, "pce", demande.pce());
        answer.own(request, "etat", state.etat());
        answer.own(request, "dateEtat", state.instant());
        if (state.motif() != null) {
            answer.own(request, "motif", state.motif());
        }
        Unitaire.RendezVous agreed = demande.rendezVous();
        if (agreed != null) {
            answer.slot(request, "rendezVous", Creneaux.of(agreed));
        }
    }

    /** ProposerCreneauxHoraires. */
    void slots(Element body, Answer answer) {
        creneaux.propose(
                        Asking.text(body, "/pce").orElse(""),
                        Asking.date(body, "/du").orElse(clock.today()),
                        Asking.date(body, "/au"),
                        Asking.number(body, "/nombre", 5))
                .forEach(each -> answer.slot(answer.root(), "creneau", each));
    }

    /** RechercherPCEAdresse. */
    void points(Element body, Answer answer) {
        Adresses.Search search = new Adresses.Search(
                Asking.text(body, "/adresse/codePostal").orElse(""),
                Asking.text(body, "/adresse/commune"),
                Asking.text(body, "/adresse/voie").orElse(""),
                Asking.text(body, "/adresse/numero").map(Integer::parseInt));
        int most = Asking.number(body, "/maximum", Adresses.USUAL);
        List<Point> found = Adresses.find(registers, search, most + 1L);
        for (Point point : found.subList(0, Math.min(most, found.size()))) {
            Element pce = answer.own(answer.root(), "pce", null);
            answer.own(pce, "pce", point.numero());
            answer.address(pce, point);
            answer.own(pce, "etat", Adresses.state(books, writing::state, point.numero()));
            Element position = answer.own(pce, "position", null);
            position.setAttribute("latitude", point.latitude().toPlainString());
            position.setAttribute("longitude", point.longitude().toPlainString());
        }
        answer.own(answer.root(), "incomplet", found.size() > most);
    }

    /** RecupererDonneesPCE. */
    void data(Element body, Answer answer) throws Refusal {
        String pce = Asking.text(body, "/pce").orElse("");
        Point point = registers
                .point(pce)
                .orElseThrow(() -> new Refusal(Code.PCE, "le PCE " + pce + " est inconnu", "M01", List.of()));
        Element root = answer.root();
        answer.own(root, "pce", point.numero());
        answer.own(root, "etat", Adresses.state(books, writing::state, pce));
        answer.address(root, point);
        List<String> wanted = headings(body);
        if (wanted.isEmpty() || wanted.contains("CONTRAT")) {
            Element contract = answer.own(root, "contrat", null);
            answer.own(contract, "tarif", point.tarif());
            answer.own(contract, "profil", point.profil());
            answer.own(contract, "car", point.car());
            answer.own(contract, "cja", point.cja());
            answer.own(contract, "depuis", point.depuis());
        }
        if (wanted.isEmpty() || wanted.contains("COMPTEUR")) {
            Element meter = answer.own(root, "compteur", null);
            meter.setAttribute("telereleve", String.valueOf(!point.frequence().equals("6M")));
            answer.own(meter, "numero", point.compteur());
            answer.own(meter, "frequence", point.frequence());
        }
        if (wanted.isEmpty() || wanted.contains("RELEVES")) {
            readings(root, answer, point);
        }
    }

    private static List<String> headings(Element body) {
        List<String> all = new ArrayList<>();
        for (Node each = body.getFirstChild(); each != null; each = each.getNextSibling()) {
            if ("rubrique".equals(each.getLocalName())) {
                all.add(each.getTextContent().strip());
            }
        }
        return all;
    }

    /** The meter at the start of each of the last months, and what went through it in the month before. */
    private void readings(Element root, Answer answer, Point point) {
        YearMonth month = YearMonth.from(clock.today());
        for (int i = READINGS - 1; i >= 0; i--) {
            LocalDate day = month.minusMonths(i).atDay(1);
            long index = point.index(day);
            long volume = index - point.index(day.minusMonths(1));
            Element reading = answer.own(root, "releve", null);
            answer.own(reading, "date", day);
            answer.own(reading, "index", index).setAttribute("cadran", "BASE");
            answer.own(reading, "energie", Math.round(volume * 11.2));
            answer.own(reading, "volume", volume);
        }
    }
}
