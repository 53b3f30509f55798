package omega.simulator.answer;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import omega.simulator.books.Appel;
import omega.simulator.books.Appel.Issue;
import omega.simulator.play.PanneWs;
import org.jspecify.annotations.Nullable;

/** What is learnt of one call while it is answered. For one thread. */
final class Call {
    /** The call that the current thread answers. */
    static final ScopedValue<Call> SCOPE = ScopedValue.newInstance();

    String partenaire;
    final String service;
    final Instant instant;
    final Optional<PanneWs> panne;
    private @Nullable String certificat;
    private @Nullable String operation;
    private @Nullable String idDemande;
    private @Nullable String numeroDemande;
    private @Nullable String code;
    private @Nullable String libelle;

    /** {@code partenaire} is empty where it is nobody's yet. */
    Call(String partenaire, String service, Instant instant, Optional<PanneWs> panne) {
        this.partenaire = partenaire;
        this.service = service;
        this.instant = instant;
        this.panne = panne;
    }

    /** @throws NoSuchElementException outside a call */
    static Call current() {
        return SCOPE.get();
    }

    void shows(X509Certificate certificate) {
        certificat = certificate.getSerialNumber().toString(16);
    }

    void isOf(String who) {
        partenaire = who;
    }

    /** Whether it made or changed a request. */
    boolean worked() {
        return numeroDemande != null;
    }

    void asks(String name) {
        operation = name;
    }

    void names(String reference) {
        idDemande = reference;
    }

    void concerns(String numero) {
        numeroDemande = numero;
    }

    void refused(Refusal.Code reason, String words) {
        code = reason.text();
        libelle = words;
    }

    boolean meets(PanneWs.Sorte sorte) {
        return panne.isPresent() && panne.get().sorte() == sorte;
    }

    Appel told(Instant reel, int statut, Issue issue) {
        return new Appel(
                partenaire.isEmpty() ? null : partenaire,
                service,
                operation,
                instant,
                reel,
                idDemande,
                numeroDemande,
                statut,
                issue,
                code,
                libelle,
                panne.map(PanneWs::toString).orElse(null),
                certificat);
    }
}
