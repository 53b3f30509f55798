package omega.simulator.show;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.simulator.Omega;
import omega.simulator.books.Bilan;
import omega.simulator.books.Fact;
import omega.simulator.books.Publication;
import omega.simulator.books.Standing;
import omega.simulator.play.Injection;
import omega.simulator.play.Reglages;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** The books and the switches over REST. */
@Path("/omega")
@Tag(name = "OMEGA simulator", description = "Provisional, not GRDF's official layouts")
public class OmegaResource {
    private static final int UPCOMING = 50;

    private final Omega omega;
    private final Catalogue catalogue;
    private final ObjectMapper json;

    OmegaResource(Omega omega, Catalogue catalogue, ObjectMapper json) {
        this.omega = omega;
        this.catalogue = catalogue;
        this.json = json;
    }

    /** The simulator's clock, and what it plays. */
    public record Horloge(
            Instant instant, OffsetDateTime paris, Instant reel, double vitesse, String pack, String mention) {}

    /** The connections, and how many came too soon. */
    public record Connexions(long nombre, long rapprochees, long refusees, List<Fact.Connexion> connexions) {}

    /** Something that will happen: {@code PUBLICATION}, or {@code RETRAIT} of the first archive that expires. */
    public record Evenement(
            Instant instant, OffsetDateTime paris, String nature, Optional<String> partenaire, Optional<String> flux) {}

    /** A download over the portal. */
    public record TelechargementPortail(String partenaire, List<String> noms) {}

    /** How many of the named archives lay there. */
    public record Marques(int marques) {}

    @GET
    @Path("/publications")
    @Operation(summary = "What was put out, since an instant (ISO, `depuis`), oldest first, with what became of it")
    public List<Standing> publications(
            @RestQuery Optional<String> partenaire,
            @RestQuery Optional<String> flux,
            @RestQuery Optional<String> depuis) {
        Optional<Instant> since = depuis.map(text -> Asked.of(() -> Instant.parse(text)));
        return omega.books()
                .publications(of(partenaire)
                        .and(each -> flux.isEmpty()
                                || flux.get().equals(each.publication().flux()))
                        .and(each ->
                                since.isEmpty() || !each.publication().instant().isBefore(since.get())));
    }

    private static Predicate<Standing> of(Optional<String> partenaire) {
        return each -> partenaire.isEmpty()
                || partenaire.get().equals(each.publication().partenaire());
    }

    @GET
    @Path("/connexions")
    @Operation(summary = "Control connections as the server's socket saw them, and those less than five minutes apart")
    public Connexions connexions(@RestQuery Optional<String> partenaire) {
        List<Fact.Connexion> all = omega.books().connexions().stream()
                .filter(each -> partenaire.isEmpty() || partenaire.get().equals(each.partenaire()))
                .toList();
        return new Connexions(
                all.size(),
                all.stream().filter(Fact.Connexion::rapprochee).count(),
                all.stream().filter(Fact.Connexion::refusee).count(),
                all);
    }

    @GET
    @Path("/bilan")
    @Operation(
            summary =
                    "One sheet a flux: put out, downloaded, expired, lines, and what should be quarantined and rejected")
    public List<Bilan> bilan(@RestQuery Optional<String> partenaire) {
        return omega.books().bilan(of(partenaire));
    }

    @GET
    @Path("/horloge")
    @Operation(summary = "OMEGA's clock")
    public Horloge horloge() {
        OmegaClock clock = omega.clock();
        return new Horloge(
                clock.instant(),
                clock.paris().toOffsetDateTime(),
                clock.realInstant(),
                clock.speed(),
                catalogue.pack().id(),
                "provisional, not GRDF's official layouts");
    }

    @GET
    @Path("/prochaines")
    @Operation(summary = "What happens next, soonest first")
    public List<Evenement> prochaines(@RestQuery Optional<Integer> nombre) {
        int count = Math.clamp(nombre.orElse(UPCOMING), 1, 1000);
        List<Evenement> events = new ArrayList<>();
        omega.upcoming(count)
                .forEach(due -> events.add(event(
                        due.instant(),
                        "PUBLICATION",
                        Optional.of(due.partenaire()),
                        Optional.of(due.flux().code()))));
        omega.nextExpiry()
                .ifPresent(instant -> events.add(event(instant, "RETRAIT", Optional.empty(), Optional.empty())));
        return events.stream()
                .sorted(Comparator.comparing(Evenement::instant))
                .limit(count)
                .toList();
    }

    private static Evenement event(Instant instant, String nature, Optional<String> partenaire, Optional<String> flux) {
        return new Evenement(instant, instant.atZone(OmegaClock.PARIS).toOffsetDateTime(), nature, partenaire, flux);
    }

    @POST
    @Path("/publications")
    @Operation(
            summary = "Puts a publication out now; `jour` is today, `fautes` are CODE or CODE:count, comma-separated")
    public Publication publish(
            @RestQuery Optional<String> partenaire,
            @RestQuery Optional<String> flux,
            @RestQuery Optional<String> jour,
            @RestQuery Optional<String> fautes) {
        LocalDate day = jour.map(text -> Asked.of(() -> LocalDate.parse(text)))
                .orElseGet(() -> omega.clock().today());
        List<String> codes = fautes.filter(text -> !text.isBlank())
                .map(text -> List.of(text.split(",", -1)))
                .orElse(List.of());
        return Asked.of(() -> omega.publish(partenaire.orElse(""), flux.orElse(""), day, Injection.parse(codes)));
    }

    @POST
    @Path("/portail/telechargements")
    @Operation(summary = "Marks archives as downloaded over the portal")
    public Marques portail(TelechargementPortail download) {
        return new Marques(omega.downloadedByPortal(download.partenaire(), download.noms()));
    }

    @GET
    @Path("/reglages")
    @Operation(summary = "The switches")
    public Reglages reglages() {
        return omega.books().reglages();
    }

    @PUT
    @Path("/reglages")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sets the switches, all of them: what the document leaves out has its default")
    @RequestBody(content = @Content(schema = @Schema(implementation = Reglages.class)))
    public Reglages set(String document) {
        return Asked.of(() -> {
            omega.set(Asked.document(json, document, Reglages.class));
            return omega.books().reglages();
        });
    }

    /** RFC 9457. */
    public record Problem(String title, int status, String detail) {}
}
