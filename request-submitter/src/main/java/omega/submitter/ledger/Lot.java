package omega.submitter.ledger;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A file of requests and where it stands.
 *
 * @param id no other lot of the installation has it
 * @param fichier the archive's final name at OMEGA
 * @param taille bytes of the archive
 * @param nombre requests in it
 * @param jour the Paris date whose quota it books
 * @param epoch attempts to deposit it so far
 * @param version of the row; whoever changes it must have seen the last one
 */
public record Lot(
        long id,
        String partenaire,
        String kind,
        String fichier,
        String sha256,
        int taille,
        int nombre,
        LocalDate jour,
        Instant cree,
        int epoch,
        LotState etat,
        int version,
        Instant change) {}
