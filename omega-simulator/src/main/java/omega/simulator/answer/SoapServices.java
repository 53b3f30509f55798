package omega.simulator.answer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import omega.calendar.Canal;
import omega.calendar.OmegaCalendar;
import omega.catalogue.Catalogue;
import omega.catalogue.ServiceWeb;
import omega.clock.OmegaClock;
import omega.simulator.Omega;
import omega.simulator.answer.Refusal.Champ;
import omega.simulator.answer.Refusal.Code;
import omega.simulator.books.Books;
import omega.simulator.play.PanneWs.Sorte;
import omega.simulator.play.ReglagesWs.Heures;
import omega.simulator.serve.WebDoor.Asked;
import omega.simulator.serve.WebDoor.Reply;
import org.apache.cxf.Bus;
import org.apache.cxf.bus.extension.ExtensionManagerBus;
import org.jboss.logging.Logger;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The SOAP services of the pack (§4.2.2), each behind its path: open, sound, done, answered soundly. */
final class SoapServices {
    private static final Logger LOG = Logger.getLogger(SoapServices.class);

    private final Books books;
    private final OmegaCalendar calendar;
    private final Writing writing;
    private final Finding finding;
    private final Map<String, Served> served = new TreeMap<>();

    /** A service and its endpoint. */
    record Served(ServiceWeb service, SoapEndpoint endpoint) {}

    /** {@code folder} takes the contracts' files, for CXF and the validator to read. */
    SoapServices(Omega omega, Catalogue catalogue, Path folder) {
        OmegaClock clock = omega.clock();
        this.books = omega.books();
        this.calendar = catalogue.calendar();
        Creneaux creneaux = new Creneaux(books, calendar, clock, omega.seed());
        this.writing = new Writing(books, clock, omega.parcours(), creneaux);
        this.finding = new Finding(books, clock, omega.registers(), creneaux, writing);
        unpack(catalogue, folder);
        Bus bus = new ExtensionManagerBus();
        for (ServiceWeb service : catalogue.services()) {
            if (!service.isRest()) {
                Path wsdl = folder.resolve(service.contrat());
                Contract contract = new Contract(wsdl);
                SoapEndpoint endpoint = new SoapEndpoint(
                        bus, wsdl, contract, service.chemin(), request -> answer(service, contract, request));
                served.put(service.chemin(), new Served(service, endpoint));
            }
        }
    }

    private static void unpack(Catalogue catalogue, Path folder) {
        try {
            for (Map.Entry<String, byte[]> each : catalogue.contracts().entrySet()) {
                Path file = folder.resolve(each.getKey());
                Files.createDirectories(file.getParent());
                Files.write(file, each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the contracts to " + folder, e);
        }
    }

    Optional<ServiceWeb> at(String path) {
        return Optional.ofNullable(served.get(path)).map(Served::service);
    }

    /** Answers for the current {@link Call}. */
    Reply answer(ServiceWeb service, Asked asked) {
        Served at = served.get(service.chemin());
        if (at == null) {
            throw new IllegalArgumentException("no service at " + service.chemin());
        }
        return at.endpoint().answer(asked);
    }

    private Document answer(ServiceWeb service, Contract contract, Document request) throws Refusal {
        Call call = Call.current();
        Element body = request.getDocumentElement();
        Contract.Operation asked = contract.operation(body)
                .orElseThrow(() -> new Refusal(Code.OPERATION, body.getNodeName() + " ne demande aucune opération"));
        call.asks(asked.name());
        ServiceWeb.Operation operation = service.operation(asked.name())
                .orElseThrow(() -> new Refusal(Code.OPERATION, "l'opération n'est pas jouée ici"));
        operation.idDemande().flatMap(place -> Asking.text(body, place)).ifPresent(call::names);
        checkOpen(operation.acces());
        List<Champ> faults = contract.faults(request);
        if (!faults.isEmpty()) {
            throw new Refusal(Code.NON_CONFORME, "la demande n'est pas conforme au contrat", "", faults);
        }
        if (call.meets(Sorte.FAUTE_TECHNIQUE)) {
            throw new Refusal(Code.PANNE, "panne demandée");
        }
        if (call.meets(Sorte.FAUTE_FONCTIONNELLE)) {
            String motif = call.panne.orElseThrow().valeur();
            throw new Refusal(Code.DEMANDEE, "refus demandé", motif, List.of());
        }
        Answer answer = new Answer(contract, asked);
        work(call, operation, body, answer);
        return checked(call, contract, answer.document());
    }

    /** §4.1: writes in the hours of reading and writing, look-ups outside maintenance. */
    void checkOpen(ServiceWeb.Acces acces) throws Refusal {
        String needed = acces == ServiceWeb.Acces.ECRITURE ? OmegaCalendar.LECTURE_ECRITURE : OmegaCalendar.LECTURE;
        Heures heures = books.reglages().ws().heures();
        boolean open = heures == Heures.OUVERT
                || (heures == Heures.CALENDRIER && calendar.isOpen(Canal.WS, needed, Call.current().instant));
        if (!open) {
            throw new Refusal(Code.FERME, "le service est fermé en " + needed);
        }
    }

    private void work(Call call, ServiceWeb.Operation operation, Element body, Answer answer) throws Refusal {
        String id =
                operation.idDemande().flatMap(place -> Asking.text(body, place)).orElse("");
        switch (operation.name()) {
            case "suiviDemande" -> finding.requests(call, body, answer);
            case "proposerCreneauxHoraires" -> finding.slots(body, answer);
            case "rechercherPCEAdresse" -> finding.points(body, answer);
            case "recupererDonneesPCE" -> finding.data(body, answer);
            case "modifierDemandeRdv" -> writing.receipt(answer, writing.move(call, body), id);
            case "annulerDemandeUnitaire" -> writing.receipt(answer, writing.callOff(call, body), id);
            default -> writing.receipt(answer, writing.create(call, operation, body), id);
        }
    }

    /** What OMEGA says is as its contract has it, unless it shall not be. */
    private static Document checked(Call call, Contract contract, Document answer) throws Refusal {
        List<Champ> faults = contract.faults(answer);
        if (!faults.isEmpty()) {
            LOG.errorf("%s answered against its contract: %s", call.service, faults);
            throw new Refusal(Code.REPONSE, "la réponse n'est pas conforme au contrat", "", faults);
        }
        if (call.meets(Sorte.REPONSE_INVALIDE)) {
            Element root = answer.getDocumentElement();
            for (Node last = root.getLastChild(); last != null; last = root.getLastChild()) {
                root.removeChild(last);
            }
            root.appendChild(answer.createElementNS("urn:omega:simulateur", "x:inattendu"));
        }
        return answer;
    }
}
