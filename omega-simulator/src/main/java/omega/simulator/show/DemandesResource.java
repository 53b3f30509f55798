package omega.simulator.show;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.io.File;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import omega.simulator.Omega;
import omega.simulator.books.Consommation;
import omega.simulator.books.Depot;
import omega.simulator.books.Dossier;
import omega.simulator.books.Fact;
import omega.simulator.books.Jugement;
import omega.simulator.books.Receptions;
import omega.simulator.integrate.Etape;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The books of mass requests over REST: what was deposited, what was answered, what became of it. */
@Path("/omega")
@Tag(name = "OMEGA simulator", description = "Provisional, not GRDF's official layouts")
public class DemandesResource {
    private static final int POINTS = 100;
    private final Omega omega;

    DemandesResource(Omega omega) {
        this.omega = omega;
    }

    /**
     * A deposited file.
     *
     * @param receptions how often it came
     * @param niveau1 what level 1 made of it; null until then
     * @param compteRendu the name of its compte-rendu, once it is there
     * @param lignes its requests; empty where the file was refused as a whole, or they were not asked for
     */
    public record DepotVu(
            @JsonUnwrapped Depot depot,
            Receptions receptions,
            @Nullable Niveau1 niveau1,
            @Nullable String compteRendu,
            List<LigneVue> lignes) {}

    /** The level-1 result of a file. */
    public record Niveau1(
            Instant instant,
            String resultat,
            @Nullable String motif,
            @Nullable String libelle,
            @Nullable String demande,
            @Nullable String numeroSuivi,
            LocalDate jourQuota,
            @Nullable Instant reponse,
            int nombre,
            long acceptees) {}

    /**
     * A request.
     *
     * @param recue in how many lines its reference came, of all files of the partner
     * @param prise how many of them were accepted
     * @param etat its state now; null until level 1 accepts it, or where it is never heard of
     * @param etapes the states that it has come to, in order
     */
    public record LigneVue(
            @JsonUnwrapped Jugement.Ligne ligne,
            int recue,
            int prise,
            @Nullable String etat,
            List<Etape> etapes) {}

    /** What a partner has used of a day's quota, and how much he may; null for no limit. */
    public record Quota(
            @JsonUnwrapped Consommation consommation,
            long total,
            @Nullable Long limite) {}

    @GET
    @Path("/depots")
    @Operation(
            summary = "Files of requests that OMEGA took, oldest first, with what level 1 and level 2 made of them;"
                    + " `lignes=false` leaves their requests out")
    public List<DepotVu> depots(
            @RestQuery Optional<String> partenaire,
            @RestQuery Optional<String> nom,
            @RestQuery Optional<String> depuis,
            @RestQuery Optional<Boolean> lignes) {
        Optional<Instant> since = depuis.map(text -> Asked.of(() -> Instant.parse(text)));
        return omega
                .books()
                .dossiers(each -> matches(partenaire, each.depot().partenaire())
                        && matches(nom, each.depot().nom())
                        && (since.isEmpty() || !each.depot().instant().isBefore(since.get())))
                .stream()
                .map(each -> view(each, lignes.orElse(true)))
                .toList();
    }

    private static boolean matches(Optional<String> wanted, String value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }

    @GET
    @Path("/depots/{id}")
    @Operation(summary = "One file of requests")
    public DepotVu depot(@PathParam("id") String id) {
        return view(dossier(id), true);
    }

    @GET
    @Path("/depots/{id}/octets")
    @Produces("application/zip")
    @Operation(summary = "Its bytes, as they came")
    public File octets(@PathParam("id") String id) {
        return omega.octets(dossier(id).depot()).toFile();
    }

    private Dossier dossier(String id) {
        return omega.books().dossier(id).orElseThrow(() -> new NotFoundException("no depot " + id));
    }

    private DepotVu view(Dossier dossier, boolean lines) {
        Depot depot = dossier.depot();
        Jugement jugement = dossier.jugement();
        Instant now = omega.clock().instant();
        return new DepotVu(
                depot,
                omega.books().receptions(depot),
                jugement == null ? null : niveau1(jugement),
                dossier.compteRendu(),
                jugement == null || !lines
                        ? List.of()
                        : jugement.lignes().stream()
                                .map(each -> line(dossier, each, now))
                                .toList());
    }

    private static Niveau1 niveau1(Jugement jugement) {
        return new Niveau1(
                jugement.instant(),
                jugement.resultat(),
                jugement.motif(),
                jugement.libelle(),
                jugement.demande(),
                jugement.numeroSuivi(),
                jugement.jourQuota(),
                jugement.reponse(),
                jugement.lignes().size(),
                jugement.acceptees());
    }

    private LigneVue line(Dossier dossier, Jugement.Ligne ligne, Instant now) {
        String partenaire = dossier.depot().partenaire();
        String id = ligne.idDemande();
        List<Etape> steps = omega.parcours().until(now, dossier, ligne);
        return new LigneVue(
                ligne,
                id == null ? 0 : omega.books().received(partenaire, id),
                id == null ? 0 : omega.books().taken(partenaire, id),
                steps.isEmpty() ? null : steps.getLast().etat(),
                steps);
    }

    /**
     * All of a partner's requests on one sheet.
     *
     * @param fichiersRefuses refused as a whole, or in every line
     * @param prisesEnDouble references that were accepted more than once: none, whatever happens
     * @param etats accepted requests by their state now; {@code ""} for those that are never heard of
     */
    public record BilanDemandes(
            String partenaire,
            long fichiers,
            long fichiersRefuses,
            long demandes,
            long acceptees,
            long refusees,
            long prisesEnDouble,
            Map<String, Long> etats) {}

    @GET
    @Path("/depots/bilan")
    @Operation(summary = "One sheet a partner: files, requests, accepted and refused, accepted twice, and their states")
    public List<BilanDemandes> bilan() {
        return omega.partenaires().stream().sorted().map(this::bilan).toList();
    }

    private BilanDemandes bilan(String partenaire) {
        Instant now = omega.clock().instant();
        List<Dossier> dossiers =
                omega.books().dossiers(each -> each.depot().partenaire().equals(partenaire) && each.jugement() != null);
        long demandes = 0;
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        Map<String, Long> etats = new TreeMap<>();
        for (Dossier dossier : dossiers) {
            for (Jugement.Ligne ligne :
                    Objects.requireNonNull(dossier.jugement()).lignes()) {
                demandes++;
                if (ligne.acceptee()) {
                    List<Etape> steps = omega.parcours().until(now, dossier, ligne);
                    etats.merge(steps.isEmpty() ? "" : steps.getLast().etat(), 1L, Long::sum);
                    String id = Objects.requireNonNullElse(ligne.idDemande(), "");
                    if (!seen.add(id)) {
                        twice.add(id);
                    }
                }
            }
        }
        long accepted = etats.values().stream().mapToLong(Long::longValue).sum();
        return new BilanDemandes(
                partenaire,
                dossiers.size(),
                dossiers.stream()
                        .filter(each -> Objects.requireNonNull(each.jugement()).refuse())
                        .count(),
                demandes,
                accepted,
                demandes - accepted,
                twice.size(),
                etats);
    }

    @GET
    @Path("/arrivees")
    @Operation(summary = "What lies closed in the directories of requests and OMEGA has not taken, temporary names too")
    public List<Fact.Arrivee> arrivees(@RestQuery Optional<String> partenaire) {
        return omega.books().lying().stream()
                .filter(each -> matches(partenaire, each.partenaire()))
                .toList();
    }

    @GET
    @Path("/quotas")
    @Operation(summary = "What each partner has used of each day's quota, in files and on the portal")
    public List<Quota> quotas(@RestQuery Optional<String> partenaire, @RestQuery Optional<String> jour) {
        return omega.books().consommations().stream()
                .filter(each -> matches(partenaire, each.partenaire())
                        && matches(jour, each.jour().toString()))
                .map(this::quota)
                .toList();
    }

    private Quota quota(Consommation used) {
        return new Quota(
                used, used.total(), omega.books().reglages().demandes().quotas().get(used.partenaire()));
    }

    @POST
    @Path("/portail/demandes")
    @Operation(summary = "Books requests made on the portal now; 409 where the quota does not allow them")
    public Quota portail(@RestQuery Optional<String> partenaire, @RestQuery Optional<Long> nombre) {
        return Asked.of(() -> quota(omega.requestedOnPortal(partenaire.orElse(""), nombre.orElse(0L))));
    }

    @GET
    @Path("/pce")
    @Operation(summary = "Some of the partner's points of delivery, which level 2 knows to be his")
    public List<String> pce(@RestQuery Optional<String> partenaire, @RestQuery Optional<Integer> nombre) {
        return omega.parcours().points(partenaire.orElse(""), Math.max(0, nombre.orElse(POINTS)));
    }

    @GET
    @Path("/pannes")
    @Operation(summary = "The faults at the door that were asked for and have been met")
    public List<Fact.PanneJouee> pannes(@RestQuery Optional<String> partenaire) {
        return omega.books().pannes().stream()
                .filter(each -> matches(partenaire, each.partenaire()))
                .toList();
    }
}
