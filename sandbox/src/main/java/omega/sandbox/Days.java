package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;

/**
 * The demo's days against a stack, wherever its processes run: publications, mass requests and calls of web services, and at the end all accounts
 * side by side.
 *
 * @param seed of what goes wrong and of what is asked for
 * @param requests mass requests of the first morning
 */
record Days(
        At at,
        Catalogue catalogue,
        VirtualTime time,
        LocalDate first,
        int days,
        long seed,
        boolean faults,
        int requests,
        double speed,
        int batch) {
    /** A stack that was killed from outside comes back by itself. */
    private static final Duration WHOLE = Duration.ofMinutes(3);

    private static final Duration TELLING = Duration.ofSeconds(30);

    /** Where a stack answers. */
    record At(Rest omega, Rest gateway, Rest submitter, Rest tracker, Rest web, String kafka) {
        /** Waits until every process answers; where one does not, what follows says so. */
        void awaitWhole() {
            Waiting.until(
                    () -> Stream.of(omega, gateway, submitter, tracker, web).allMatch(At::answers), WHOLE);
        }

        private static boolean answers(Rest service) {
            try {
                service.get("q/health/ready");
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** All accounts, and those of requests for the report. */
    record Accounts(Reckoning reckoning, ObjectNode about) {}

    /**
     * Plays the days.
     *
     * @param meanwhile calls {@link #played} once, may do harm while that runs, and tells what went wrong
     */
    Accounts play(Progress out, Function<Play, List<String>> meanwhile) throws IOException {
        at.awaitWhole();
        try (Recount recount = new Recount(at.kafka());
                Supplier supplier = new Supplier(catalogue, seed, requests, at.omega(), at.submitter(), at.kafka());
                UnitSupplier units = new UnitSupplier(catalogue, at.omega(), at.web(), at.kafka())) {
            Script script = Script.of(catalogue, seed, days, faults);
            Play play = new Play(
                    at.omega(),
                    at.gateway(),
                    time,
                    script,
                    first,
                    speed,
                    batch,
                    out,
                    recount,
                    new Play.Requesting(supplier, at.submitter(), at.tracker(), units));
            List<String> troubles = new ArrayList<>(meanwhile.apply(play));
            out.println("played; what was put out, collected, counted, sent and answered is compared");
            at.awaitWhole();
            Demo.awaitAlerts(at.gateway());
            units.decide(at.omega());
            Reckoning reckoning = new Reckoning(at.omega(), at.gateway(), recount.finish());
            reckoning.add(troubles);
            Standing standing = new Standing(
                    supplier,
                    at.omega(),
                    at.submitter(),
                    at.tracker(),
                    first.datesUntil(first.plusDays(days)).toList());
            reckoning.add(standing.differences());
            UnitStanding calls =
                    new UnitStanding(units.asked(), at.omega(), at.web(), UnitStanding.answers(at.kafka()), told(at));
            reckoning.add(calls.differences());
            reckoning.print(out);
            standing.print(out);
            calls.print(out);
            ObjectNode about = new ObjectMapper()
                    .createObjectNode()
                    .put("jours", days)
                    .put("premierJour", first.toString())
                    .put("graine", seed)
                    .put("vitesse", speed);
            about.set("demandes", standing.json());
            about.set("appels", calls.json());
            return new Accounts(reckoning, about);
        }
    }

    /** What the tracker shows once it has heard of all outcomes of calls, or after a while. */
    private static Map<String, JsonNode> told(At at) throws IOException {
        Waiting.until(
                () -> {
                    try {
                        return UnitStanding.isTold(at.web(), Standing.tracked(at.tracker()));
                    } catch (IOException e) {
                        return false;
                    }
                },
                TELLING);
        return Standing.tracked(at.tracker());
    }

    /** Plays to the end; what could not be played. */
    static List<String> played(Play play) {
        try {
            return play.days();
        } catch (IllegalStateException | IOException e) {
            return List.of("the days were not played to their end: " + Omega.reason(e));
        }
    }
}
