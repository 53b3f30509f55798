package omega.ws.settle;

import java.util.ArrayList;
import java.util.List;
import omega.clock.OmegaClock;
import omega.runtime.alert.Alert;
import omega.runtime.alert.Alerts;
import omega.runtime.credential.Credentials;
import omega.runtime.loop.Loop;
import omega.ws.call.Https;
import omega.ws.call.Keys;
import omega.ws.gate.Gate;
import omega.ws.keep.Demande;
import omega.ws.keep.Journal;
import omega.ws.partner.Certificats;
import omega.ws.partner.Partenaire;

/** Raises and clears what an operator must know of a partner's calls. One process at a time. */
public final class Vigil implements Loop.Attempt {
    private final Partenaire partner;
    private final Journal journal;
    private final Gate gate;
    private final Https https;
    private final Certificats certificats;
    private final Alerts alerts;

    public Vigil(
            Partenaire partner, Journal journal, Gate gate, Https https, Certificats certificats, OmegaClock clock) {
        this.partner = partner;
        this.journal = journal;
        this.gate = gate;
        this.https = https;
        this.certificats = certificats;
        this.alerts = new Alerts(journal.jdbi(), Journal.SCHEMA, journal.outbox(), clock);
    }

    @Override
    public boolean turn() {
        alerts.settle(partner.code(), due());
        return false;
    }

    private List<Alert> due() {
        List<Alert> due = new ArrayList<>();
        for (Demande each : journal.uncertain(partner.code())) {
            due.add(alert(
                    "demande/" + each.id(),
                    Alert.Genre.APPEL_INCERTAIN,
                    "whether OMEGA carried out " + each.service() + " " + each.idDemande()
                            + " is not known; where it can be looked up it is, else ask GRDF and say so: POST "
                            + each.place() + "/decision"));
        }
        gate.cut().stream()
                .filter(each -> each.startsWith(partner.code() + "/"))
                .forEach(each -> due.add(alert(
                        "service" + each.substring(partner.code().length()),
                        Alert.Genre.SERVICE_WEB,
                        "calls of " + each + " fail and are held back for a while; queued ones wait")));
        Keys keys = https.keys(partner);
        String trouble = keys.trouble();
        if (trouble != null) {
            due.add(alert("certificat", Alert.Genre.CERTIFICAT, trouble));
        }
        certificats.of(partner).stream()
                .map(each -> Credentials.alert("ws-proxy", partner.code(), each))
                .distinct()
                .forEach(due::add);
        return due;
    }

    private Alert alert(String what, Alert.Genre genre, String message) {
        return new Alert(
                "ws-proxy/" + partner.code() + "/" + what, genre, partner.code(), null, Alert.Gravite.URGENT, message);
    }
}
