package omega.submitter.show;

import java.time.LocalDate;
import omega.runtime.rest.Asked;
import omega.runtime.rest.Problems;
import omega.submitter.partner.Contrat;
import omega.submitter.partner.Contrats;
import org.jspecify.annotations.Nullable;

/** What a path or a query names. */
final class Named {
    private Named() {}

    static LocalDate day(String text) {
        LocalDate day = Asked.day("jour", text);
        if (day == null) {
            throw Problems.badRequest("jour must be a date such as 2026-11-23");
        }
        return day;
    }

    /** The partner's contract; where only one partner sends, none need be named. */
    static Contrat contrat(Contrats contrats, @Nullable String code) {
        return contrats.find(code)
                .orElseThrow(() -> Problems.badRequest("partenaire must be one of "
                        + contrats.all().stream().map(Contrat::code).toList()));
    }
}
