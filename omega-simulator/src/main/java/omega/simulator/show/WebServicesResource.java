package omega.simulator.show;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import omega.simulator.Omega;
import omega.simulator.answer.WebServices;
import omega.simulator.books.Appel;
import omega.simulator.books.Unitaire;
import omega.simulator.integrate.Etape;
import omega.simulator.play.ReglagesWs;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The books of web services over REST: every call, every request that came of one, what came twice. */
@Path("/omega/ws")
@Tag(name = "OMEGA simulator", description = "Provisional, not GRDF's official layouts")
public class WebServicesResource {
    private final Omega omega;
    private final WebServices services;

    WebServicesResource(Omega omega, WebServices services) {
        this.omega = omega;
        this.services = services;
    }

    /**
     * A request that came by a web service.
     *
     * @param prise how many requests of its reference were accepted, by whichever channel; more than one is a double
     * @param etat its state now
     * @param etapes the states that it has come to, in order
     */
    public record UnitaireVue(@JsonUnwrapped Unitaire demande, int prise, String etat, List<Etape> etapes) {}

    /**
     * All of a partner's calls and requests on one sheet.
     *
     * @param appels without those of the token server
     * @param coupes calls whose answer did not arrive whole
     * @param jetons requests for a token
     * @param prisesEnDouble references that were accepted more than once, by whichever channel
     * @param etats requests by their state now
     */
    public record BilanWs(
            String partenaire,
            long appels,
            long coupes,
            long jetons,
            long demandes,
            long annulees,
            long prisesEnDouble,
            Map<String, Long> issues,
            Map<String, Long> etats) {}

    /** Serial number of a certificate, in hexadecimal digits. */
    public record Renouvellement(String certificat) {}

    /** How many tokens are void now. */
    public record Revocation(int jetons) {}

    @GET
    @Path("/appels")
    @Operation(
            summary = "Calls of web services, oldest first, with the answer given; service `jeton` is the token server")
    public List<Appel> appels(
            @RestQuery Optional<String> partenaire,
            @RestQuery Optional<String> service,
            @RestQuery Optional<String> idDemande,
            @RestQuery Optional<String> depuis) {
        Optional<Instant> since = depuis.map(text -> Asked.of(() -> Instant.parse(text)));
        return omega.books()
                .appels(each -> matches(partenaire, each.partenaire())
                        && matches(service, each.service())
                        && matches(idDemande, each.idDemande())
                        && (since.isEmpty() || !each.instant().isBefore(since.get())));
    }

    private static boolean matches(Optional<String> wanted, @Nullable String value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }

    @GET
    @Path("/demandes")
    @Operation(summary = "Requests that came by web services, oldest first, with their states")
    public List<UnitaireVue> demandes(
            @RestQuery Optional<String> partenaire,
            @RestQuery Optional<String> idDemande,
            @RestQuery Optional<String> numeroDemande) {
        return omega
                .books()
                .unitaires(each -> matches(partenaire, each.partenaire())
                        && matches(idDemande, each.idDemande())
                        && matches(numeroDemande, each.numeroDemande()))
                .stream()
                .map(this::view)
                .toList();
    }

    private UnitaireVue view(Unitaire demande) {
        List<Etape> steps = omega.parcours().until(omega.clock().instant(), demande);
        return new UnitaireVue(
                demande,
                omega.books().taken(demande.partenaire(), demande.idDemande()),
                steps.getLast().etat(),
                steps);
    }

    @GET
    @Path("/bilan")
    @Operation(summary = "One sheet a partner: calls, cut answers, tokens, requests, doubles, states")
    public List<BilanWs> bilan() {
        return omega.partenaires().stream().sorted().map(this::bilan).toList();
    }

    private BilanWs bilan(String partenaire) {
        List<Appel> all = omega.books().appels(each -> partenaire.equals(each.partenaire()));
        List<Appel> calls = all.stream()
                .filter(each -> !each.service().equals(ReglagesWs.JETON))
                .toList();
        List<Unitaire> requests =
                omega.books().unitaires(each -> each.partenaire().equals(partenaire));
        Map<String, Long> issues = new TreeMap<>();
        calls.forEach(each -> issues.merge(each.issue().name(), 1L, Long::sum));
        Map<String, Long> etats = new TreeMap<>();
        Map<String, Integer> taken = new HashMap<>();
        for (Unitaire each : requests) {
            etats.merge(view(each).etat(), 1L, Long::sum);
            taken.put(each.idDemande(), omega.books().taken(partenaire, each.idDemande()));
        }
        return new BilanWs(
                partenaire,
                calls.size(),
                calls.stream().filter(Appel::cut).count(),
                (long) all.size() - calls.size(),
                requests.size(),
                requests.stream().filter(each -> each.annulation() != null).count(),
                taken.values().stream().filter(count -> count > 1).count(),
                issues,
                etats);
    }

    @POST
    @Path("/certificats/renouvellement")
    @Operation(
            summary = "Replaces a partner's certificate and key on disk, where the simulator made them; the former one"
                    + " stays good")
    public Renouvellement renew(@RestQuery String partenaire) {
        return Asked.of(() -> new Renouvellement(services.renew(partenaire)));
    }

    @POST
    @Path("/jetons/revocation")
    @Operation(summary = "Makes all access tokens void")
    public Revocation revoke() {
        return new Revocation(services.revoke());
    }
}
