package omega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Period;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omega.calendar.Canal;
import omega.calendar.Days;
import omega.calendar.Hours;
import omega.calendar.Schedule;
import omega.catalogue.Catalogue;
import omega.catalogue.DemandeKind;
import omega.catalogue.Echange;
import omega.catalogue.Flux;
import omega.catalogue.ServiceWeb;
import omega.event.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The guide's tables, line by line, against pack, calendar and topics: nothing missing, nothing different, nothing besides. */
class ParityTest {
    private static final Catalogue CATALOGUE = Catalogue.provisional();

    /** The guide's word for a retention, as a period. */
    private static final Map<String, Period> RETENTIONS = Map.of(
            "7 jours", Period.ofDays(7),
            "45 jours", Period.ofDays(45),
            "100 jours", Period.ofDays(100),
            "200 jours", Period.ofDays(200),
            "400 jours", Period.ofDays(400),
            "3 mois", Period.ofMonths(3),
            "18 mois", Period.ofMonths(18));

    private static final Map<String, Days> DAYS = Map.of(
            "tous les jours", new Days.EveryDay(),
            "tous les jours sauf dimanche et lundi", new Days.NotSundayNorMonday(),
            "8e jour ouvré du mois", new Days.WorkingDays(8, 8),
            "entre le 2e et le 5e jour ouvré du mois", new Days.WorkingDays(2, 5),
            "2e dimanche du mois", new Days.NthSunday(2),
            "date de facture + 3 jours", new Days.AfterInvoice(3));

    @ParameterizedTest(name = "§{6} {0}: {2}, {3}, {4}, {5}")
    @CsvFileSource(resources = "/guide/flux.csv", delimiter = ';', numLinesToSkip = 1)
    void everyFluxIsAsTheGuideSays(
            String code,
            String libelle,
            String frequence,
            String jours,
            String plage,
            String retention,
            String section) {
        Flux flux = Objects.requireNonNull(CATALOGUE.flux().get(code), code);
        Schedule schedule = flux.schedule();
        if (frequence.equals("(non précisée)")) {
            assertNull(schedule, "the guide gives no schedule");
            assertNull(flux.retention(), "nor a retention");
            assertTrue(section.startsWith(flux.section()));
            return;
        }
        assertEquals(section, flux.section());
        if (code.equals(Flux.FICHIER_LISTE)) {
            assertNull(schedule, "its hours are the calendar's");
            assertEquals("toutes les heures de 7h à 18h hors maintenance", plage);
            assertEquals("07:00-18:00", CATALOGUE.calendar().fichierListe().toString());
            return;
        }
        Objects.requireNonNull(schedule, code);
        assertEquals(
                frequence.replaceAll(" .*", "").toLowerCase(Locale.ROOT),
                schedule.frequence(),
                "on demand is expected by none");
        assertEquals(Objects.requireNonNull(DAYS.get(jours), jours), schedule.days());
        assertEquals(plage, schedule.plage());
        assertEquals(Objects.requireNonNull(RETENTIONS.get(retention), retention), flux.retention());
    }

    @Test
    void thePackHasTheGuidesFluxAndNoOther() {
        Set<String> guide = column("flux.csv", "flux");
        assertEquals(23, guide.size(), "21 publications, LPCE and the fichier liste");
        guide.add(Flux.COMPTE_RENDU);
        assertEquals(guide, CATALOGUE.flux().keySet(), "and the compte-rendu of §3.2.3");
        assertEquals(22, CATALOGUE.publications().size());
    }

    @Test
    void theListOfFluxCodesIsTheGuides() {
        Set<String> guide = column("flux.csv", "flux");
        guide.remove(Flux.FICHIER_LISTE);
        assertEquals(
                guide,
                Objects.requireNonNull(CATALOGUE.codes().get("flux")).codes().stream()
                        .map(code -> code.code())
                        .collect(Collectors.toCollection(TreeSet::new)),
                "a fichier liste names publications");
    }

    @Test
    void everyFluxHasATopicOfItsOwn() {
        Set<String> topics = new HashSet<>();
        for (String code : CATALOGUE.flux().keySet()) {
            String topic = Topics.publication(code);
            assertTrue(topic.matches("omega\\.publication\\.[A-Za-z0-9_]+\\.v1"), topic);
            assertTrue(topics.add(topic), topic);
        }
        for (String topic : List.of(Topics.BLOC, Topics.DECOUPAGE, Topics.FICHIER, Topics.REJET, Topics.ALERTE)) {
            assertTrue(topics.add(topic), topic);
        }
        assertEquals("omega.publication.REMM.v1", Topics.publication("REMM"));
        assertEquals("omega.publication.AJplus1.v1", Topics.publication("AJ+1"));
    }

    @ParameterizedTest(name = "§{10} {0} {1}")
    @CsvFileSource(resources = "/guide/horaires.csv", delimiter = ';', numLinesToSkip = 1)
    void openingHoursAreTheGuides(
            Canal canal,
            String acces,
            String lundi,
            String mardi,
            String mercredi,
            String jeudi,
            String vendredi,
            String samedi,
            String dimanche,
            String maintenance,
            String section) {
        Hours hours = CATALOGUE.calendar().hours(canal, acces.replace(" (conseillé)", ""));
        assertEquals(acces.contains("conseillé") ? Hours.Force.ADVISED : Hours.Force.HARD, hours.force());
        assertEquals(section, hours.section());
        List<String> days = List.of(lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche);
        for (int i = 0; i < 7; i++) {
            String told = hours.week().getOrDefault(DayOfWeek.of(i + 1), List.of()).stream()
                    .map(Object::toString)
                    .collect(Collectors.joining(","));
            assertEquals(ours(days.get(i)), told, canal + " " + acces + " " + (i + 1));
        }
        assertEquals(3, CATALOGUE.calendar().maintenanceSaturday());
        assertEquals("16:00-22:00", CATALOGUE.calendar().maintenance().toString());
    }

    /** The guide's words for a day's hours, in the pack's form; the third Saturday is the calendar's own rule. */
    private static String ours(String guide) {
        return switch (guide) {
            case "fermé" -> "";
            case "24h", "24h sauf 16:00-22:00 le 3e samedi du mois" -> "00:00-24:00";
            case "24h sauf 20:00-22:00" -> "00:00-20:00,22:00-24:00";
            case "24h sauf 19:00-22:00" -> "00:00-19:00,22:00-24:00";
            default -> guide;
        };
    }

    @Test
    void everyMassRequestIsANatureOfDemande() {
        assertContains(column("demandes-en-masse.csv", "code"), "nature_demande");
    }

    @ParameterizedTest(name = "§{2} {0} {1}")
    @CsvFileSource(resources = "/guide/demandes-en-masse.csv", delimiter = ';', numLinesToSkip = 1)
    void everyMassRequestIsALayoutOfThePack(String code, String libelle, String section) {
        DemandeKind kind = Objects.requireNonNull(CATALOGUE.demandes().get(code), code);
        assertEquals(section, kind.section());
        assertEquals(libelle.replaceAll(" \\(.*\\)$", ""), kind.libelle());
        assertTrue(CATALOGUE.echange(code).orElseThrow().isInFiles());
    }

    @Test
    void thePackHasTheGuidesMassRequestsAndNoOther() {
        assertEquals(
                column("demandes-en-masse.csv", "code"), CATALOGUE.demandes().keySet());
        assertEquals(
                column("demandes-en-masse.csv", "code"),
                CATALOGUE.echanges().stream()
                        .filter(Echange::isInFiles)
                        .flatMap(each -> Stream.ofNullable(each.demande()))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void whatGoesThroughWhichChannelIsTheGuides() {
        List<String> told = CATALOGUE.echanges().stream()
                .map(each -> each.libelle()
                        + Stream.of(Canal.PORTAIL, Canal.FTP, Canal.WS)
                                .map(canal -> each.canaux().contains(canal) ? ";X" : ";")
                                .collect(Collectors.joining())
                        + ";" + each.section())
                .toList();
        assertEquals(lines("canaux.csv").stream().skip(1).toList(), told);
    }

    @Test
    void threeRequestsGoThroughThePortalOnly() {
        assertEquals(
                Set.of("ANALYSE", "CAPACITE", "RECLAMATION"),
                CATALOGUE.echanges().stream()
                        .filter(each -> each.canaux().equals(Set.of(Canal.PORTAIL)))
                        .map(each -> String.valueOf(each.demande()))
                        .collect(Collectors.toSet()));
    }

    @Test
    void theGuidesTablesAreWhole() {
        assertEquals(43, lines("canaux.csv").size() - 1, "§1.2");
        assertEquals(10, lines("demandes-en-masse.csv").size() - 1, "§1.1");
        assertEquals(19, lines("services-web.csv").size() - 1, "§1.1");
        assertEquals(23, lines("flux.csv").size() - 1, "§3.2.4");
        assertEquals(5, lines("horaires.csv").size() - 1, "§2.1, §3.1, §4.1");
    }

    /** The publications of §1.2 by the flux that carry them; no flux is named for the relèves agrégées. */
    private static final Map<String, Set<String>> EXCHANGES = Map.ofEntries(
            Map.entry("Accès en masse aux données de consommation", Set.of("CONSO_MASS")),
            Map.entry("Allocations J+1", Set.of("AJ+1")),
            Map.entry("Allocations M+1", Set.of("AM+1")),
            Map.entry("Annexe globale du contrat d'acheminement distribution", Set.of("AGLO")),
            Map.entry("Annexes de facturation", Set.of("AFAC")),
            Map.entry("Annexes différentielles du contrat d'acheminement distribution", Set.of("ADIF")),
            Map.entry("Coefficient de bouclage COK1", Set.of("COK1")),
            Map.entry("Coefficient de bouclage COK2", Set.of("COK2")),
            Map.entry("Evénements techniques", Set.of("ETEC")),
            Map.entry("Frais prévisionnels", Set.of("FPRE")),
            Map.entry("Notifications", Set.of("NOTF")),
            Map.entry("Mise à disposition des estimations aux Fournisseurs (PROV)", Set.of("PROV")),
            Map.entry("Relèves", Set.of("RE6M", "RE1M", "REMM", "REJM", "REJJ")),
            Map.entry("Relèves agrégées", Set.of()),
            Map.entry("Suivi de demandes", Set.of("SDEM")),
            Map.entry("Températures efficaces", Set.of("TEMP")),
            Map.entry("Liste des PCE", Set.of("LPCE")));

    @Test
    void everyPublicationOfTheFtpChannelIsAFlux() {
        Set<String> exchanges = lines("canaux.csv").stream()
                .skip(1)
                .map(line -> line.split(";", -1))
                .filter(cells -> cells[2].equals("X") && !cells[0].startsWith("Demande "))
                .map(cells -> cells[0])
                .collect(Collectors.toSet());
        assertEquals(EXCHANGES.keySet(), exchanges);
        Set<String> flux =
                EXCHANGES.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        flux.addAll(Set.of("SPOM", "TJDC"));
        assertEquals(
                CATALOGUE.publications().stream().map(Flux::code).collect(Collectors.toCollection(TreeSet::new)),
                flux,
                "§1.2 does not name SPOM, and TJDC only as a request");
    }

    @Test
    void asManyRequestsGoThroughFilesAsTheGuideHasMassRequests() {
        long requests = lines("canaux.csv").stream()
                .map(line -> line.split(";", -1))
                .filter(cells -> cells[2].equals("X") && cells[0].startsWith("Demande "))
                .count();
        assertEquals(column("demandes-en-masse.csv", "code").size(), requests, "§1.1, §1.2");
    }

    @Test
    void theWebServicesAreTheGuides() {
        List<String> told = CATALOGUE.services().stream()
                .map(service -> service.name() + ";" + (service.isRest() ? "REST" : "SOAP") + ";"
                        + service.operations().stream()
                                .map(each -> each.acces() == ServiceWeb.Acces.LECTURE ? "lecture" : "ecriture")
                                .distinct()
                                .collect(Collectors.joining("+"))
                        + ";" + service.section())
                .sorted()
                .toList();
        assertEquals(
                lines("services-web.csv").stream()
                        .skip(1)
                        .map(line -> line.split(";", -1))
                        .map(cells -> cells[0] + ";" + cells[1].replace(" (notre lecture)", "") + ";" + cells[2] + ";"
                                + cells[4])
                        .sorted()
                        .toList(),
                told);
    }

    @Test
    void everyWebServiceHasItsProcessAndAnExample() {
        Map<String, String> processes = lines("services-web.csv").stream()
                .skip(1)
                .map(line -> line.split(";", -1))
                .collect(Collectors.toMap(cells -> cells[0], cells -> cells[3]));
        Set<String> operations = new TreeSet<>();
        CATALOGUE
                .services()
                .forEach(service -> service.operations().forEach(each -> {
                    assertEquals(processes.get(service.name()), each.libelle().orElse(""), service.name());
                    operations.add(service.name().replace(' ', '-') + "/" + each.name());
                }));
        assertEquals(operations, CATALOGUE.exemples().keySet());
    }

    @Test
    void everyCreationByWebServiceCanBeLookedUp() {
        Set<String> creations = column("services-web.csv", "service");
        creations.removeIf(name -> !name.startsWith("Creer") && !name.startsWith("Resilier"));
        Set<String> lookedUp = CATALOGUE.services().stream()
                .filter(service -> service.operations().stream()
                        .anyMatch(each -> each.suivi().isPresent()))
                .map(ServiceWeb::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(creations, lookedUp);
    }

    private static void assertContains(Set<String> guide, String list) {
        Set<String> codes = Objects.requireNonNull(CATALOGUE.codes().get(list)).codes().stream()
                .map(code -> code.code())
                .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>(guide);
        missing.removeAll(codes);
        assertEquals(Set.of(), missing, list);
    }

    private static Set<String> column(String file, String name) {
        List<String> lines = lines(file);
        int at = List.of(lines.getFirst().split(";", -1)).indexOf(name);
        return lines.stream()
                .skip(1)
                .map(line -> line.split(";", -1)[at])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> lines(String file) {
        try (InputStream in = Objects.requireNonNull(ParityTest.class.getResourceAsStream("/guide/" + file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
