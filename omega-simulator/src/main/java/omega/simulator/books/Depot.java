package omega.simulator.books;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A mass-request file that OMEGA received.
 *
 * @param id {@code partner.rank}
 * @param taille bytes of the archive
 * @param instant when it came to lie under its name in the partner's directory: what counts for 18:50 (§3.2.1)
 * @param ramasse when OMEGA took it
 * @param jourTraitement the Paris date on which OMEGA processes it
 */
public record Depot(
        String id,
        String partenaire,
        String nom,
        String sha256,
        long taille,
        Instant instant,
        Instant ramasse,
        LocalDate jourTraitement) {}
