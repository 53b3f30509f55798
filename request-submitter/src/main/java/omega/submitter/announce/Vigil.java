package omega.submitter.announce;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import omega.clock.OmegaClock;
import omega.runtime.alert.Alert;
import omega.runtime.alert.Alerts;
import omega.runtime.credential.Credentials;
import omega.runtime.loop.Loop;
import omega.submitter.book.Outlook;
import omega.submitter.book.Quotas;
import omega.submitter.deposit.Sessions;
import omega.submitter.ledger.Ledger;
import omega.submitter.ledger.Lot;
import omega.submitter.ledger.LotState;
import omega.submitter.partner.Contrat;
import omega.submitter.plan.Attente;
import omega.submitter.plan.Forecast;

/** Watches one partner: what will not go today, told from midnight on; lots that are uncertain; refusals for the quota; sessions that fail; credentials. */
public final class Vigil implements Loop.Attempt {
    /** Real time between two plans made for the forecast alone. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    /** How long answers of OMEGA that contradict each other are told of. */
    private static final Duration CONTRADICTION = Duration.ofDays(7);

    private static final int FAILURES = 3;
    private final Contrat contrat;
    private final Ledger ledger;
    private final Quotas quotas;
    private final Outlook outlook;
    private final Sessions sessions;
    private final Credentials credentials;
    private final Alerts alerts;
    private final OmegaClock clock;
    private Instant again = Instant.MIN;
    private List<Alert> forecast = List.of();
    private LocalDate day = LocalDate.MIN;

    public Vigil(
            Contrat contrat,
            Ledger ledger,
            Quotas quotas,
            Outlook outlook,
            Sessions sessions,
            Credentials credentials,
            OmegaClock clock) {
        this.contrat = contrat;
        this.ledger = ledger;
        this.quotas = quotas;
        this.outlook = outlook;
        this.sessions = sessions;
        this.credentials = credentials;
        this.alerts = new Alerts(ledger.jdbi(), "submitter", ledger.outbox(), clock);
        this.clock = clock;
    }

    @Override
    public boolean turn() {
        alerts.settle(contrat.code(), due());
        return false;
    }

    private List<Alert> due() {
        List<Alert> due = new ArrayList<>(forecast());
        due.addAll(credentials.alerts(contrat.partner()));
        for (Lot lot : ledger.in(contrat.code(), LotState.Incertain.class)) {
            due.add(alert(
                    "lot/" + lot.id(),
                    Alert.Genre.LOT_INCERTAIN,
                    Alert.Gravite.URGENT,
                    "whether lot " + lot.id() + " (" + lot.fichier() + ", " + lot.nombre()
                            + " requests) has arrived is not known; its compte-rendu or SDEM will tell, or ask GRDF and"
                            + " release it: POST /lots/" + lot.id() + "/liberation"));
        }
        for (Lot lot : ledger.contradicted(contrat.code(), clock.instant().minus(CONTRADICTION))) {
            if (lot.etat() instanceof LotState.Accepte accepte) {
                due.add(alert(
                        "lot/" + lot.id(),
                        Alert.Genre.LOT_INCERTAIN,
                        Alert.Gravite.URGENT,
                        "OMEGA accepted lot " + lot.id() + " (" + lot.fichier() + "), though " + accepte.contredit()));
            }
        }
        for (Quotas.Jour jour : quotas.days(contrat.code(), clock.today())) {
            if (jour.abaissee() != null) {
                due.add(alert(
                        "refus/" + jour.jour(),
                        Alert.Genre.QUOTA_REFUSE,
                        Alert.Gravite.URGENT,
                        "OMEGA refused a file for the quota of " + jour.jour() + ": the limit of that day is "
                                + jour.abaissee() + " here now, not " + jour.limite()
                                + "; tell what was used on the portal, and compare with the contract. What it held is"
                                + " refused; to have it wait again: GET /lots?etat=Refuse, POST /lots/{lot}/renvoi"));
            }
        }
        Sessions.Fin fin = sessions.of(contrat.code());
        if (fin.echecs() >= FAILURES) {
            due.add(alert(
                    "connexion",
                    Alert.Genre.CONNEXION,
                    Alert.Gravite.URGENT,
                    "deposits failed " + fin.echecs() + " times in a row: " + fin.raison()));
        }
        return due;
    }

    private Alert alert(String what, Alert.Genre genre, Alert.Gravite gravite, String message) {
        return new Alert("submitter/" + contrat.code() + "/" + what, genre, contrat.code(), null, gravite, message);
    }

    private List<Alert> forecast() {
        Instant real = clock.realInstant();
        if (real.isBefore(again) && day.equals(clock.today())) {
            return forecast;
        }
        Instant begun = real;
        Forecast today = outlook.recent(contrat).plan().forecast();
        Duration took = Duration.between(begun, clock.realInstant()).multipliedBy(10);
        again = clock.realInstant()
                .plus(took.compareTo(AGAIN) > 0 ? took : AGAIN.dividedBy((long) Math.clamp(clock.speed(), 1, 60)));
        day = clock.today();
        forecast = insufficient(today);
        return forecast;
    }

    private List<Alert> insufficient(Forecast today) {
        if (today.cause() != Attente.QUOTA && today.manquees().isEmpty()) {
            return List.of();
        }
        return List.of(alert(
                "quota/" + today.jour(),
                Alert.Genre.QUOTA_INSUFFISANT,
                today.manquees().isEmpty() ? Alert.Gravite.ATTENTION : Alert.Gravite.URGENT,
                "of the requests that wait, " + today.planifiees() + " go on " + today.jour() + " (its quota leaves "
                        + today.reste() + "), " + today.reportees() + " later; "
                        + today.manquees().size()
                        + " will miss their deadline: GET /plan?jour=" + today.jour()));
    }
}
