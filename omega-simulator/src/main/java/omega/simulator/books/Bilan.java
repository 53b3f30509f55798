package omega.simulator.books;

/**
 * One flux's sheet.
 *
 * @param misesADisposition archives put out
 * @param telechargees of them, downloaded at least once
 * @param expirees of them, withdrawn at the end of their retention without ever having been downloaded
 * @param remplacees of them, overwritten by another archive of the same name
 * @param lignes lines of the archives that should come out complete
 * @param rejetsAttendus of these lines, those that are no records
 * @param quarantainesAttendues archives of which nothing may be published
 */
public record Bilan(
        String flux,
        long misesADisposition,
        long telechargees,
        long expirees,
        long remplacees,
        long lignes,
        long rejetsAttendus,
        long quarantainesAttendues) {

    Bilan(String flux) {
        this(flux, 0, 0, 0, 0, 0, 0, 0);
    }

    Bilan and(Standing each) {
        Publication publication = each.publication();
        boolean complete = publication.attendu().effet() == Publication.Effet.COMPLETE;
        Fact.Retrait retrait = each.retrait();
        boolean expired = retrait != null && retrait.motif() == Fact.Motif.EXPIREE && !each.downloaded();
        boolean replaced = retrait != null && retrait.motif() == Fact.Motif.REMPLACEE;
        return new Bilan(
                flux,
                misesADisposition + 1,
                telechargees + (each.downloaded() ? 1 : 0),
                expirees + (expired ? 1 : 0),
                remplacees + (replaced ? 1 : 0),
                lignes + (complete ? publication.lignes() : 0),
                rejetsAttendus + publication.attendu().rejets(),
                quarantainesAttendues + (complete ? 0 : 1));
    }
}
