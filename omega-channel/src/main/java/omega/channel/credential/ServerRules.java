package omega.channel.credential;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import omega.channel.credential.Finding.Gravity;

/**
 * GRDF's own renewal (§1.4.2): it announces it a year ahead, gives a new chain six weeks before and delivers it to homologation four weeks before. Pure.
 *
 * @param now real time
 */
public record ServerRules(Instant now) {
    private static final int CHAIN_WEEKS = 6;

    /** Ours: by then nobody should still wait for GRDF's word. */
    private static final int LAST_WEEKS = 1;

    /**
     * On the server's certificate.
     *
     * @param chain as the last session showed it, the server's own first; empty when none did
     */
    public List<Finding> shown(String host, List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return List.of();
        }
        ZonedDateTime end =
                Renewal.of(chain.getFirst().getNotAfter().toInstant()).end();
        ZonedDateTime paris = now.atZone(end.getZone());
        if (paris.isBefore(end.minusWeeks(CHAIN_WEEKS))) {
            return List.of();
        }
        return List.of(
                new Finding(
                        Contrainte.SERVEUR,
                        paris.isBefore(end.minusWeeks(LAST_WEEKS)) ? Gravity.ATTENTION : Gravity.URGENT,
                        host,
                        "its certificate ends at " + CertificateRules.paris(end.toInstant()),
                        "GRDF gives a new chain by "
                                + end.minusWeeks(CHAIN_WEEKS).toLocalDate()
                                + ", if it changes, and renews homologation by "
                                + end.minusWeeks(4).toLocalDate()
                                + ": add the new chain to the authorities-file beside the old one, in homologation first; ask GRDF if neither has come"));
    }

    /** On those by whose word the server is believed: each that ends needs one of its name that goes on, most of all the last one. */
    public List<Finding> trusted(String file, List<X509Certificate> authorities) {
        List<Finding> findings = new ArrayList<>();
        for (X509Certificate each : authorities) {
            ZonedDateTime end = Renewal.of(each.getNotAfter().toInstant()).end();
            ZonedDateTime paris = now.atZone(end.getZone());
            boolean replaced = authorities.stream()
                    .anyMatch(other -> other.getSubjectX500Principal().equals(each.getSubjectX500Principal())
                            && other.getNotAfter()
                                    .toInstant()
                                    .isAfter(each.getNotAfter().toInstant()));
            if (replaced || paris.isBefore(end.minusWeeks(CHAIN_WEEKS))) {
                continue;
            }
            boolean others = authorities.stream()
                    .anyMatch(other -> other.getNotAfter()
                            .toInstant()
                            .isAfter(each.getNotAfter().toInstant()));
            findings.add(new Finding(
                    Contrainte.CONFIANCE,
                    others || paris.isBefore(end.minusWeeks(LAST_WEEKS)) ? Gravity.ATTENTION : Gravity.URGENT,
                    file,
                    each.getSubjectX500Principal().getName() + " ends at " + CertificateRules.paris(end.toInstant()),
                    "add GRDF's new chain beside it; take it away once the server shows the new one"));
        }
        return findings;
    }
}
