package omega.submitter.partner;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omega.runtime.partner.PartnerConfig;
import omega.runtime.partner.Partners;
import org.jspecify.annotations.Nullable;

/** All partners with a daily limit; the others send no mass requests. */
@ApplicationScoped
public class Contrats {
    private final Map<String, Contrat> all = new LinkedHashMap<>();

    @Inject
    public Contrats(Partners partners, PartnerConfig config) {
        partners.all().forEach(partner -> {
            PartnerConfig.One one = config.all().get(partner.code());
            if (one != null && one.quota().limite().isPresent()) {
                String temporaire = one.depot().temporaire();
                all.put(
                        partner.code(),
                        new Contrat(
                                partner,
                                one.quota().limite().getAsInt(),
                                one.quota().reservePortail(),
                                temporaire.equals(Contrat.AUCUN) ? null : temporaire,
                                one.depot().temporaireEpargne()));
            }
        });
    }

    /** Contracts given at hand. */
    public Contrats(List<Contrat> contrats) {
        contrats.forEach(each -> all.put(each.code(), each));
    }

    /** The contract of that code; where there is only one, no code is needed. */
    public Optional<Contrat> find(@Nullable String code) {
        if (code == null || code.isEmpty()) {
            return all.size() == 1 ? all.values().stream().findFirst() : Optional.empty();
        }
        return Optional.ofNullable(all.get(code));
    }

    public List<Contrat> all() {
        return List.copyOf(all.values());
    }
}
