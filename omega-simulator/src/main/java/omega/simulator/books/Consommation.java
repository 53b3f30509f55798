package omega.simulator.books;

import java.time.LocalDate;

/** Requests of one partner that count on one day (§3.2.1): those of files and those of the portal. */
public record Consommation(String partenaire, LocalDate jour, long fichiers, long portail) {
    public long total() {
        return fichiers + portail;
    }
}
