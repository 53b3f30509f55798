package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import omega.catalogue.Flux;
import omega.clock.OmegaClock;
import omega.sandbox.Script.Act;
import org.jspecify.annotations.Nullable;

/**
 * Plays business days: lets virtual time run while anything is on its way, and jumps over the hours in which nothing is,
 * from one instant of the simulator's programme to the next.
 */
final class Play {
    /** Real time after which a play without any progress is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private static final Duration LOOK = Duration.ofMillis(150);
    private static final int PROGRAMME = 200;
    private static final double FAULTY_LINES = 0.001;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Rest omega;
    private final Rest gateway;
    private final VirtualTime time;
    private final Script script;
    private final LocalDate first;
    private final double speed;
    private final int batch;
    private final Progress progress;
    private final Recount recount;
    private final Requesting requesting;
    private final List<Act> waiting = new ArrayList<>();
    private volatile Look last = new Look(0, 0, 0, 0, 0, 0);
    private volatile boolean busy;

    /** The supplier, and whom he asks: files of requests, and calls of web services. */
    record Requesting(Supplier supplier, Rest submitter, Rest tracker, UnitSupplier units) {
        static Set<LocalTime> times() {
            Set<LocalTime> times = new TreeSet<>(Supplier.times());
            times.addAll(UnitSupplier.times());
            return times;
        }
    }

    /** What is known of the files on their way. */
    private record Look(int putOut, int awaited, long underWay, long complete, long quarantined, long published) {
        boolean isQuiet() {
            return awaited == 0 && underWay == 0;
        }
    }

    /** Something that the simulator will put out, or, without a flux, the supplier's turn. */
    private record Due(String flux, Instant instant) {
        boolean isList() {
            return flux.equals(Flux.FICHIER_LISTE);
        }

        boolean isSuppliers() {
            return flux.isEmpty();
        }

        /** The supplier's turn while OMEGA is closed: time goes slowly, or a call that has to be made again after a kill would come too late. */
        boolean isBeforeOpening() {
            return isSuppliers() && time().equals(UnitSupplier.CLOSED);
        }

        LocalDate day() {
            return instant.atZone(OmegaClock.PARIS).toLocalDate();
        }

        LocalTime time() {
            return instant.atZone(OmegaClock.PARIS).toLocalTime();
        }
    }

    /**
     * @param speed virtual seconds a real second while something is on its way
     * @param batch how many publications come between two jumps
     */
    Play(
            Rest omega,
            Rest gateway,
            VirtualTime time,
            Script script,
            LocalDate first,
            double speed,
            int batch,
            Progress progress,
            Recount recount,
            Requesting requesting) {
        this.omega = omega;
        this.gateway = gateway;
        this.time = time;
        this.script = script;
        this.first = first;
        this.speed = speed;
        this.batch = batch;
        this.progress = progress;
        this.recount = recount;
        this.requesting = requesting;
    }

    /** Whether files or requests were on their way when last looked at. */
    boolean isBusy() {
        return busy;
    }

    /**
     * Plays every day of the script.
     *
     * @return what could not be played
     * @throws IllegalStateException when nothing moves any more
     */
    List<String> days() throws IOException {
        for (int i = 0; i < script.acts().size(); i++) {
            day(first.plusDays(i), i);
        }
        return waiting.stream()
                .map(act -> "could not be played: " + act.flux() + " " + act.fault())
                .toList();
    }

    private void day(LocalDate day, int index) throws IOException {
        set(index);
        List<Act> acts = new ArrayList<>(script.acts().get(index));
        List<Due> programme = programme(day);
        long steps = programme.stream()
                .filter(due -> !due.isList() && !due.isSuppliers())
                .count();
        for (List<Due> leg : legs(programme)) {
            Due last = leg.getLast();
            boolean ahead = last.instant().isAfter(time.now());
            if (ahead) {
                time.jump(last.instant().plusSeconds(1), last.isBeforeOpening() ? 1 : speed);
            }
            for (Due due : leg) {
                if (due.isSuppliers()) {
                    ask(day, due.time());
                    if (due.isBeforeOpening()) {
                        time.jump(time.now(), speed);
                    }
                    continue;
                }
                // of several lists in a row, OMEGA keeps the last
                if (!due.isList() || (ahead && due.equals(last))) {
                    awaitPutOut(due);
                }
                if (!due.isList()) {
                    List<Act> share = acts.subList(0, (int) ((acts.size() + steps - 1) / steps--));
                    perform(share);
                    share.clear();
                }
            }
            awaitQuiet(last);
        }
        perform(acts);
        awaitQuiet(new Due("", time.now()));
    }

    /** What comes between two jumps: {@code batch} publications, or fewer where it is the supplier's turn. */
    private List<List<Due>> legs(List<Due> programme) {
        List<List<Due>> legs = new ArrayList<>();
        List<Due> leg = new ArrayList<>();
        for (Due due : programme) {
            leg.add(due);
            if (leg.size() == batch || due.isSuppliers()) {
                legs.add(leg);
                leg = new ArrayList<>();
            }
        }
        if (!leg.isEmpty()) {
            legs.add(leg);
        }
        return legs;
    }

    private void set(int index) throws IOException {
        ObjectNode switches = JSON.createObjectNode();
        switches.putObject("demandes").putObject("quotas").put(Plan.PARTENAIRE, Plan.QUOTA);
        switches.set("prochainesFautes", JSON.valueToTree(script.lineFaults().get(index)));
        if (!script.lineFaults().get(index).isEmpty()) {
            switches.put("tauxLignes", FAULTY_LINES);
        }
        if (!script.lineFaults().get(index).isEmpty()) {
            switches.putObject("ws").set("pannes", requesting.units().faultsOfTheDay());
        }
        omega.put("omega/reglages", switches);
    }

    /** What the simulator will put out on {@code day} and when it is the supplier's turn, in order. */
    private List<Due> programme(LocalDate day) throws IOException {
        List<Due> programme = new ArrayList<>();
        for (JsonNode each : omega.get("omega/prochaines?nombre=" + PROGRAMME)) {
            if (each.path("nature").asText().equals("PUBLICATION")) {
                Due due = new Due(
                        each.path("flux").asText(),
                        Instant.parse(each.path("instant").asText()));
                if (due.day().equals(day)) {
                    programme.add(due);
                }
            }
        }
        for (LocalTime each : Requesting.times()) {
            programme.add(new Due("", day.atTime(each).atZone(OmegaClock.PARIS).toInstant()));
        }
        programme.sort(Comparator.comparing(Due::instant));
        return programme;
    }

    private void awaitPutOut(Due due) throws IOException {
        await(due.flux(), () -> {
            for (JsonNode each :
                    omega.get("omega/publications?depuis=" + due.instant() + "&flux=" + encoded(due.flux()))) {
                if (each.path("prevue").asBoolean()) {
                    return true;
                }
            }
            return false;
        });
    }

    /** What cannot be done yet, because nothing of that name has been downloaded, is tried again the next time. */
    private void perform(List<Act> acts) throws IOException {
        List<Act> all = new ArrayList<>(waiting);
        all.addAll(acts);
        waiting.clear();
        for (Act act : all) {
            try {
                omega.post("omega/publications?partenaire=" + Plan.PARTENAIRE + "&flux="
                        + encoded(act.flux()) + "&fautes="
                        + act.fault());
            } catch (Rest.Refused e) {
                if (e.status() != 409) {
                    throw e;
                }
                waiting.add(act);
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Lets time run until all files are where they belong and, when it was the supplier's turn, all requests that should have left. */
    private void awaitQuiet(Due due) throws IOException {
        await(due.flux(), () -> {
            last = look();
            progress.show(status());
            busy = !last.isQuiet() || (due.isSuppliers() && !requestsAreQuiet(due));
            return !busy;
        });
        if (!progress.isLive()) {
            progress.println(status() + "  " + due.flux());
        }
    }

    private boolean requestsAreQuiet(Due due) throws IOException {
        UnitSupplier units = requesting.units();
        int sent = requesting.supplier().sent() + units.sent();
        return requesting.tracker().get("demandes?taille=1").path("total").asInt() >= sent
                && (due.isBeforeOpening() || units.isQuiet())
                && Standing.isQuiet(omega, requesting.submitter(), requesting.tracker(), due.instant());
    }

    private void ask(LocalDate day, LocalTime time) throws IOException {
        requesting.supplier().act(day, time);
        requesting.units().act(day, time);
    }

    private Look look() throws IOException {
        List<PutOut> putOut = PutOut.all(omega);
        int awaited = (int) putOut.stream().filter(PutOut::isAwaited).count();
        long underWay = 0;
        long complete = 0;
        long quarantined = 0;
        long published = 0;
        for (JsonNode sheet : gateway.get("bilan")) {
            underWay += sheet.path("enCours").asLong();
            complete += sheet.path("complets").asLong();
            quarantined += sheet.path("enQuarantaine").asLong();
            published += sheet.path("publiees").asLong();
        }
        return new Look(putOut.size(), awaited, underWay, complete, quarantined, published);
    }

    private String status() {
        return "%-13s put out %3d  complete %3d  quarantined %3d  under way %2d  records published %,9d  counted %,9d"
                .formatted(
                        TIME.format(LocalDateTime.ofInstant(time.now(), OmegaClock.PARIS)),
                        last.putOut(),
                        last.complete(),
                        last.quarantined(),
                        last.awaited() + last.underWay(),
                        last.published(),
                        recount.counted());
    }

    private interface Question {
        boolean isSo() throws IOException;
    }

    /** Asks until it is so. A service that is away is asked again: it may have been killed. */
    private void await(String what, Question question) throws IOException {
        long moved = System.nanoTime();
        Set<Object> seen = new HashSet<>();
        @Nullable IOException failure = null;
        while (System.nanoTime() - moved < PATIENCE.toNanos()) {
            try {
                if (question.isSo()) {
                    return;
                }
                if (seen.add(Objects.hash(last, recount.counted()))) {
                    moved = System.nanoTime();
                }
            } catch (Rest.Refused e) {
                if (e.status() < 500) {
                    throw e;
                }
                failure = e;
            } catch (IOException e) {
                failure = e;
            }
            Waiting.until(() -> false, LOOK);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted");
            }
        }
        throw new IllegalStateException("nothing moves any more while " + what + " is awaited: " + last, failure);
    }
}
