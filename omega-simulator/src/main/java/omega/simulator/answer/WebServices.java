package omega.simulator.answer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;
import omega.catalogue.Catalogue;
import omega.catalogue.ServiceWeb;
import omega.simulator.Omega;
import omega.simulator.answer.Refusal.Code;
import omega.simulator.books.Appel.Issue;
import omega.simulator.books.Fact;
import omega.simulator.play.PanneWs;
import omega.simulator.play.PanneWs.Sorte;
import omega.simulator.play.ReglagesWs;
import omega.simulator.publish.Dice;
import omega.simulator.serve.Authority;
import omega.simulator.serve.WebDoor.Asked;
import omega.simulator.serve.WebDoor.Fate;
import omega.simulator.serve.WebDoor.Reply;

/**
 * OMEGA's web services, as a table of contents: who calls, what goes wrong before, the answer, what goes wrong after, the books.
 * Thread-safe.
 */
public final class WebServices {
    private final Omega omega;
    private final Catalogue catalogue;
    private final Path home;
    private final Map<String, Acces> acces;
    private final SoapServices soap;
    private final Jetons jetons;
    private final RestServices rest;
    private final AtomicLong calls;

    /**
     * How a partner comes in.
     *
     * @param sujet of his certificates, old and new (§1.4.1); where none is given, the subject whose common name is his code
     * @param clientId of the token server; his code where none is given
     * @param clientSecret none: he gets no token
     */
    public record Acces(Optional<X500Principal> sujet, Optional<String> clientId, Optional<String> clientSecret) {}

    /** {@code acces} by partner; {@code scope} is the one that the token server gives. */
    public WebServices(Omega omega, Catalogue catalogue, Path home, Map<String, Acces> acces, String scope) {
        this.omega = omega;
        this.catalogue = catalogue;
        this.home = home;
        this.acces = new TreeMap<>(acces);
        this.soap = new SoapServices(omega, catalogue, home.resolve("contrats"));
        Map<String, Jetons.Client> clients = new TreeMap<>();
        acces.forEach((partenaire, each) -> each.clientSecret()
                .ifPresent(secret ->
                        clients.put(each.clientId().orElse(partenaire), new Jetons.Client(partenaire, secret))));
        this.jetons = new Jetons(clients, omega.clock());
        this.rest = new RestServices(omega, jetons, scope);
        this.calls = new AtomicLong(omega.books().appels(_ -> true).size());
    }

    /** The door of SOAP: whoever comes here has a certificate of an authority that is believed. */
    public Reply soap(Asked asked) {
        Optional<ServiceWeb> service = soap.at(asked.uri().getPath());
        Optional<X509Certificate> shown = Optional.ofNullable(asked.caller());
        Optional<String> partenaire =
                shown.map(X509Certificate::getSubjectX500Principal).flatMap(this::partenaire);
        if (partenaire.isEmpty()) {
            return text(403, "no partner's certificate");
        }
        if (service.isEmpty()) {
            return text(404, "no service here");
        }
        Optional<Reply> unfit = unfit(asked);
        Call call = new Call(
                partenaire.get(),
                service.get().name(),
                omega.clock().instant(),
                panne(service.get().name()));
        shown.ifPresent(call::shows);
        return played(call, () -> unfit.orElseGet(() -> soap.answer(service.get(), asked)));
    }

    /** The door of REST and of the token server. */
    public Reply rest(Asked asked) {
        String path = asked.uri().getPath();
        Instant now = omega.clock().instant();
        if (path.equals("/oauth/token")) {
            Call call = new Call("", ReglagesWs.JETON, now, panne(ReglagesWs.JETON));
            return played(call, () -> told(() -> asked.method().equals("POST") ? rest.token(asked) : only("POST")));
        }
        Optional<ServiceWeb> service = catalogue.services().stream()
                .filter(each -> each.isRest() && path.equals(each.chemin() + "/pce/adresse"))
                .findFirst();
        if (service.isEmpty() || !asked.method().equals("GET")) {
            return service.isEmpty() ? text(404, "no service here") : only("GET");
        }
        Optional<String> holder = rest.holder(asked);
        Call call = new Call(
                holder.orElse(""),
                service.get().name(),
                now,
                panne(service.get().name()));
        return played(
                call, () -> told(() -> holder.isEmpty() ? RestServices.unauthorised() : points(service.get(), asked)));
    }

    /** The error that is asked for, as REST tells errors. */
    private static Reply told(Supplier<Reply> work) {
        Call call = Call.current();
        if (!call.meets(Sorte.FAUTE_TECHNIQUE) && !call.meets(Sorte.FAUTE_FONCTIONNELLE)) {
            return work.get();
        }
        boolean technical = call.meets(Sorte.FAUTE_TECHNIQUE);
        Code code = technical ? Code.PANNE : Code.DEMANDEE;
        call.refused(code, "panne demandée");
        return RestServices.error(technical ? 500 : 400, code, "panne demandée");
    }

    private Reply points(ServiceWeb service, Asked asked) {
        try {
            soap.checkOpen(ServiceWeb.Acces.LECTURE);
        } catch (Refusal closed) {
            Call.current().refused(closed.reason(), closed.libelle());
            return RestServices.error(500, closed.reason(), closed.libelle());
        }
        return rest.points(asked, service.operations().getFirst());
    }

    /** Makes all tokens void; returns how many there were. */
    public int revoke() {
        return jetons.revoke();
    }

    /**
     * Replaces a partner's certificate and key on disk; the former ones stay good. Returns the new one's serial number.
     *
     * @throws IllegalArgumentException when there is no such partner
     * @throws IllegalStateException when his certificate was not made here
     */
    public String renew(String partenaire) {
        if (!acces.containsKey(partenaire)) {
            throw new IllegalArgumentException("no partner " + partenaire);
        }
        Authority authority = new Authority(home.resolve("cles"), omega.clock().realInstant());
        return authority.renew(partenaire).getSerialNumber().toString(16);
    }

    private Optional<String> partenaire(X500Principal caller) {
        return acces.entrySet().stream()
                .filter(each -> each.getValue()
                        .sujet()
                        .map(caller::equals)
                        .orElseGet(() -> commonName(caller).equals(each.getKey())))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String commonName(X500Principal name) {
        for (String part : name.getName(X500Principal.RFC2253).split(",", -1)) {
            if (part.toUpperCase(Locale.ROOT).startsWith("CN=")) {
                return part.substring(3);
            }
        }
        return "";
    }

    private Optional<PanneWs> panne(String service) {
        return omega.books().playWs(service, omega.clock().instant());
    }

    /** What no service reads at all (§4.2.2: UTF-8, SOAP 1.1). */
    private static Optional<Reply> unfit(Asked asked) {
        String type = asked.header("Content-type")
                .toLowerCase(Locale.ROOT)
                .replace("\"", "")
                .replace(" ", "");
        if (!asked.method().equals("POST")) {
            return Optional.of(only("POST"));
        }
        if (!type.equals("text/xml") && !type.matches("text/xml;(.*;)?charset=utf-8(;.*)?")) {
            return Optional.of(text(415, "text/xml in UTF-8 only"));
        }
        String body;
        try {
            body = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(asked.body()))
                    .toString();
        } catch (CharacterCodingException e) {
            return Optional.of(text(400, "no UTF-8"));
        }
        boolean other = body.matches("(?s)\\s*<\\?xml[^>]*encoding\\s*=\\s*['\"](?!(?i:utf-8)['\"]).*");
        return other || body.contains("<!DOCTYPE")
                ? Optional.of(text(400, "UTF-8 only, and no document type"))
                : Optional.empty();
    }

    private static Reply only(String method) {
        return text(405, method + " only").with("Allow", method);
    }

    private static Reply text(int status, String words) {
        return new Reply(status, "text/plain; charset=UTF-8", words.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers within {@code call}, with what goes wrong, and writes it down before the answer leaves. */
    private Reply played(Call call, Supplier<Reply> work) {
        Spoiling spoiling = new Spoiling(call, omega.books().reglages().ws().lenteur(), isLost());
        Reply reply = ScopedValue.where(Call.SCOPE, call).call(() -> spoiling.play(work));
        omega.books()
                .write(new Fact.AppelRecu(call.told(
                        omega.clock().realInstant(),
                        reply.fate() == Fate.LOST ? 0 : reply.status(),
                        issue(call, reply))));
        return reply;
    }

    /** Whether this call's answer is among those that get lost, if it does work. */
    private boolean isLost() {
        Double part = omega.books().reglages().ws().tauxReponsesPerdues();
        return part != null
                && Dice.part(Dice.mix(Dice.mix(omega.seed(), "reponse perdue"), calls.incrementAndGet())) < part;
    }

    private static Issue issue(Call call, Reply reply) {
        if (reply.fate() != Fate.WHOLE) {
            return Issue.COUPEE;
        }
        if (call.meets(Sorte.CORPS_ERREUR)) {
            return Issue.CORPS_ERREUR;
        }
        boolean written = !String.valueOf(reply.headers().get("Content-Type")).startsWith("text/plain");
        return reply.status() == 200 ? Issue.REPONSE : written ? Issue.FAUTE : Issue.ERREUR_HTTP;
    }
}
