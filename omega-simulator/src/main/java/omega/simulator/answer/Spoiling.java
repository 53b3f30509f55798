package omega.simulator.answer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import omega.simulator.play.PanneWs;
import omega.simulator.play.PanneWs.Sorte;
import omega.simulator.serve.WebDoor.Fate;
import omega.simulator.serve.WebDoor.Reply;

/**
 * What goes wrong with one call, before and after its work.
 *
 * @param lenteur how late every answer is, in real time
 * @param lost whether the answer gets lost if the call made or changed a request
 */
record Spoiling(Call call, Duration lenteur, boolean lost) {

    Reply play(Supplier<Reply> work) {
        if (call.panne.isEmpty()) {
            Reply reply = work.get();
            pause(lenteur);
            return lost && call.worked() ? reply.with(Fate.LOST) : reply;
        }
        PanneWs panne = call.panne.get();
        Reply reply = panne.sorte().works() || isFault(panne.sorte()) ? work.get() : text(200, "");
        pause(panne.sorte() == Sorte.LENTEUR ? lenteur.plus(Duration.parse(panne.valeur())) : lenteur);
        return switch (panne.sorte()) {
            case FAUTE_TECHNIQUE, FAUTE_FONCTIONNELLE, REPONSE_INVALIDE, LENTEUR -> reply;
            case HTTP, HTTP_APRES -> text(Integer.parseInt(panne.valeur()), "panne demandée");
            case COUPURE, REPONSE_PERDUE -> reply.with(Fate.LOST);
            case REPONSE_TRONQUEE -> reply.with(Fate.TRUNCATED);
            case REPONSE_ENORME -> enormous(reply, Integer.parseInt(panne.valeur()));
            case CORPS_ERREUR -> wrong(panne.valeur());
        };
    }

    /** Told by the service itself, as one of its Faults. */
    private static boolean isFault(Sorte sorte) {
        return sorte == Sorte.FAUTE_TECHNIQUE || sorte == Sorte.FAUTE_FONCTIONNELLE;
    }

    private static void pause(Duration real) {
        if (real.isPositive()) {
            LockSupport.parkNanos(real.toNanos());
        }
    }

    private static Reply text(int status, String words) {
        return new Reply(status, "text/plain; charset=UTF-8", words.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply enormous(Reply reply, int more) {
        int length = reply.body().length;
        byte[] body = Arrays.copyOf(reply.body(), length + more);
        Arrays.fill(body, length, body.length, (byte) ' ');
        return new Reply(reply.status(), reply.headers(), body, Fate.WHOLE);
    }

    /** 200 with a body that is no answer. */
    private static Reply wrong(String kind) {
        return switch (kind) {
            case "VIDE" -> new Reply(200, "text/xml; charset=UTF-8", new byte[0]);
            case "JSON" -> body("application/json", "{\"erreur\": \"service indisponible\"}");
            case "XML" -> body("text/xml; charset=UTF-8", "<erreur><code>500</code></erreur>");
            case "FAUTE" ->
                body(
                        "text/xml; charset=UTF-8",
                        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>"
                                + "<faultcode>s:Server</faultcode><faultstring>panne demandée</faultstring>"
                                + "</s:Fault></s:Body></s:Envelope>");
            default -> body("text/html; charset=UTF-8", "<html><body><h1>Service indisponible</h1></body></html>");
        };
    }

    private static Reply body(String type, String text) {
        return new Reply(200, type, text.getBytes(StandardCharsets.UTF_8));
    }
}
