package omega.simulator.publish;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import omega.catalogue.Flux;
import omega.catalogue.Layout;
import omega.clock.OmegaClock;
import omega.simulator.play.Fault;
import omega.simulator.play.Injection;

/**
 * All that an archive's bytes depend on.
 *
 * @param flux the code that the file claims to be of
 * @param dice the chance of its values
 * @param told lines whose values are known, and whether lines of the register follow
 */
record Order(
        Flux flux,
        String code,
        Layout layout,
        String partenaire,
        LocalDate jour,
        Instant instant,
        long sequence,
        String nom,
        String membre,
        long dice,
        List<Injection> fautes,
        double tauxLignes,
        Told told) {

    boolean has(Fault fault) {
        return fautes.stream().anyMatch(each -> each.fault() == fault);
    }

    ZonedDateTime paris() {
        return instant.atZone(OmegaClock.PARIS);
    }
}
