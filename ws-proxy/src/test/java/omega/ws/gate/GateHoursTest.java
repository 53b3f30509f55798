package omega.ws.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import omega.catalogue.Catalogue;
import omega.catalogue.ServiceWeb;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** When writes and look-ups may be made (guide 4.1), and how long others are told to wait. */
class GateHoursTest {
    private static final Catalogue PACK = Catalogue.provisional();

    private static Gate gate(Instant now, double speed) {
        Clock real = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        return new Gate(PACK, OmegaClock.of(real, Timeline.starting(Instant.EPOCH, now, speed)), 1, 1);
    }

    /** {@code opens} is empty where it is open. */
    @ParameterizedTest(name = "{0} {1}: {3}")
    @CsvFileSource(resources = "/hours/gate.csv", delimiter = ';', numLinesToSkip = 1)
    void callsPassInTheHoursOfTheGuide(String acces, OffsetDateTime now, @Nullable OffsetDateTime opens, String why) {
        Gate gate = gate(now.toInstant(), 1);
        assertEquals(
                Optional.ofNullable(opens).map(OffsetDateTime::toInstant), gate.opensAt(acces.equals("ecriture")), why);
        if (opens != null) {
            assertEquals(Duration.between(now, opens), gate.until(opens.toInstant()), why);
        }
    }

    /** The guide's table 1.1 says of each service what it does, and 4.1 has hours for the one and the other. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "AnnulerDemandeUnitaire,ECRITURE", "CreerDemandeCHDT,ECRITURE", "CreerDemandeCHF,ECRITURE",
        "CreerDemandeCoup,ECRITURE", "CreerDemandeMES,ECRITURE", "CreerDemandeMHS,ECRITURE",
        "CreerDemandeRetb,ECRITURE", "CreerDemandeTIDX,ECRITURE", "CreerDIT,ECRITURE",
        "CreerDemandeRADDPM,ECRITURE", "ModifierDemandeRdv,ECRITURE", "CreerDemandePPH,ECRITURE",
        "CreerDemandeTJDC,ECRITURE", "ResilierDemandeTJDC,ECRITURE", "ProposerCreneauxHoraires,LECTURE",
        "RechercherPCEAdresse,LECTURE", "RecupererDonneesPCE,LECTURE", "SuiviDemande,LECTURE",
        "pce adresse,LECTURE"
    })
    void eachServiceKeepsTheHoursOfWhatItDoes(String service, ServiceWeb.Acces acces) {
        assertEquals(
                List.of(acces),
                PACK.service(service).orElseThrow().operations().stream()
                        .map(ServiceWeb.Operation::acces)
                        .distinct()
                        .toList());
    }

    /** A caller counts real time. */
    @ParameterizedTest
    @CsvSource({"1,PT10H", "240,PT2M30S", "3600,PT10S", "0,PT10H", "7,PT1H25M42.857142858S"})
    void whoWaitsIsToldRealTime(double speed, Duration pause) {
        Gate gate = gate(Instant.parse("2026-11-24T21:00:00Z"), speed);
        assertEquals(pause, gate.until(gate.opensAt(true).orElseThrow()));
    }

    @Test
    void aYearOfWritesHasTheHoursOfTheGuide() {
        long open = 0;
        OffsetDateTime now = OffsetDateTime.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < 365 * 48; i++, now = now.plusMinutes(30)) {
            open += gate(now.toInstant(), 1).opensAt(true).isEmpty() ? 1 : 0;
        }
        // halves of hours a week: 24 + 27 + 22 + 27 + 27 + 27 + 26; 2026 has 52 weeks and a Thursday, and closes early
        // on 12 Saturdays
        assertEquals(52 * 180 + 27 - 12 * 11, open);
    }

    /** A pack may close writes for good; it opens nothing by that. */
    @Test
    void whatNeverOpensStaysClosed(@TempDir Path pack) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Catalogue.class.getResourceAsStream("/catalogue/provisional/calendar.yaml"))) {
            String calendar = new String(in.readAllBytes(), UTF_8);
            int ws = calendar.indexOf("canal: WS");
            Files.writeString(
                    pack.resolve("calendar.yaml"),
                    calendar.substring(0, ws) + calendar.substring(ws).replaceAll("\"08:00-[0-9:]+\"", "\"\""));
        }
        Instant now = Instant.parse("2026-11-24T09:00:00Z");
        Gate gate = new Gate(
                Catalogue.load(Optional.of(pack)),
                OmegaClock.of(Clock.fixed(now, ZoneOffset.UTC), Timeline.REAL),
                1,
                1);
        assertTrue(gate.opensAt(true).orElseThrow().isAfter(now));
        assertEquals(Optional.empty(), gate.opensAt(false));
    }
}
