package omega.tracker.hear;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import omega.catalogue.Catalogue;
import omega.catalogue.SuiviRules;
import omega.clock.OmegaClock;
import omega.demande.DemandeEvent;
import omega.event.Headers;
import omega.event.Topics;
import omega.tracker.hear.Evidence.Annexed;
import omega.tracker.hear.Evidence.Attached;
import omega.tracker.hear.Evidence.Called;
import omega.tracker.hear.Evidence.FileJudged;
import omega.tracker.hear.Evidence.Followed;
import omega.tracker.hear.Evidence.LineJudged;
import omega.tracker.hear.Evidence.LotDeposited;
import omega.tracker.hear.Evidence.LotReleased;
import omega.tracker.hear.Evidence.LotUncertain;
import omega.tracker.hear.Evidence.LotUndone;
import omega.tracker.hear.Evidence.Lotted;
import omega.tracker.hear.Evidence.Received;
import omega.tracker.hear.Evidence.Refused;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records of the topics, read as evidence by the pack's {@code suivi.yaml}. Pure and thread-safe; what cannot be read is a value, too. */
public final class Reading {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final SuiviRules rules;
    private final String compteRendu;
    private final String sdem;

    public Reading(Catalogue catalogue) {
        this.rules = catalogue.suivi();
        this.compteRendu = Topics.publication(rules.compteRendu().flux());
        this.sdem = Topics.publication(rules.sdem().flux());
    }

    /** What all records say, in their order; read by as many threads as the machine has. */
    public List<Heard> read(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.parallelStream().map(this::read).toList();
    }

    /** What one record says. */
    public Heard read(ConsumerRecord<byte[], byte[]> record) {
        String origine = record.topic() + "/" + record.partition() + "/" + record.offset();
        if (record.value() == null) {
            return new Heard.Nothing();
        }
        try {
            return switch (record.topic()) {
                case Topics.DEMANDE_DEPOT, Topics.DEMANDE_REJET, Topics.APPEL -> event(record, origine);
                case Topics.FICHIER -> file(record);
                case Topics.REGARD -> regard(JSON.readTree(record.value()));
                default -> {
                    if (record.topic().equals(compteRendu)) {
                        yield judged(new Line(record));
                    }
                    yield record.topic().equals(sdem) ? followed(new Line(record)) : new Heard.Nothing();
                }
            };
        } catch (JsonProcessingException e) {
            return new Heard.Unreadable(origine, e.getOriginalMessage());
        } catch (IOException | IllegalArgumentException | DateTimeException | NullPointerException e) {
            return new Heard.Unreadable(origine, String.valueOf(e.getMessage()));
        }
    }

    private static Heard event(ConsumerRecord<byte[], byte[]> record, String origine) throws IOException {
        DemandeEvent event = DemandeEvent.of(record.value());
        String json = event.json();
        Proof proof = new Proof(
                Identity.event(event.le(), json),
                1,
                Objects.requireNonNull(event.partenaire(), "partenaire is missing"),
                event.le(),
                event.le(),
                origine);
        Objects.requireNonNull(event.key(), "idDemande is missing");
        Evidence evidence = switch (event) {
            case DemandeEvent.Recue e ->
                new Received(proof, e.idDemande(), e.kind(), e.pce(), e.dateSouhaitee(), e.priorite(), e.echeance());
            case DemandeEvent.Refusee e -> new Refused(proof, e.key(), e.kind(), e.pce(), reason(e));
            case DemandeEvent.EnLot e ->
                new Lotted(proof, e.idDemande(), e.kind(), e.pce(), e.lot(), e.fichier(), e.ligne(), e.jour());
            case DemandeEvent.LotDefait e -> new LotUndone(proof, e.lot(), e.raison());
            case DemandeEvent.LotDepose e ->
                new LotDeposited(proof, e.lot(), e.fichier(), e.kind(), e.nombre(), e.jour());
            case DemandeEvent.LotIncertain e -> new LotUncertain(proof, e.lot(), e.raison());
            case DemandeEvent.LotLibere e -> new LotReleased(proof, e.lot(), e.raison() + " (" + e.operateur() + ")");
            case DemandeEvent.Appel e -> {
                if (!e.ecriture()) {
                    yield null;
                }
                yield new Called(proof, e.idDemande(), e.kind(), e.pce(), outcome(e), e.numeroSuivi(), e.probleme());
            }
        };
        return evidence == null ? new Heard.Nothing() : new Heard.Fact(evidence, json);
    }

    /** A refusal is OMEGA's unless it is said that it is not: earlier versions did not tell. */
    private static String outcome(DemandeEvent.Appel call) {
        return call.resultat() == DemandeEvent.Appel.Resultat.REFUSEE && Boolean.FALSE.equals(call.parOmega())
                ? Called.NOT_AT_OMEGA
                : call.resultat().name();
    }

    /** An operator's word that the line of {@code proof} is a request's. */
    public static Heard.Fact attached(Proof line, String idDemande, String operateur, String raison, Instant now) {
        String json = JSON.createObjectNode()
                .put("evenement", "Rattachee")
                .put("partenaire", line.partenaire())
                .put("idDemande", idDemande)
                .put("ligne", line.origine())
                .put("operateur", operateur)
                .put("raison", raison)
                .put("le", now.toString())
                .toString();
        Proof proof = new Proof(Identity.event(now, json), 1, line.partenaire(), now, now, "operateur:" + operateur);
        return new Heard.Fact(new Attached(proof, line.id(), idDemande, raison + " (" + operateur + ")"), json);
    }

    private static @Nullable String reason(DemandeEvent.Refusee event) {
        return event.fautes() == null || event.fautes().isEmpty()
                ? null
                : event.fautes().getFirst().raison();
    }

    private static Heard regard(JsonNode value) {
        return new Heard.Regard(
                value.required("partenaire").asText(),
                value.required("repertoire").asText(),
                instant(value.required("jusqua").asText()));
    }

    /** Only a replay that is complete matters: until then, lines are replaced one by one as they come. */
    private static Heard file(ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (!"Complete".equals(header(record, Headers.TYPE))) {
            return new Heard.Nothing();
        }
        JsonNode value = JSON.readTree(record.value());
        int revision = value.required("revision").asInt();
        String source = Objects.requireNonNull(header(record, Headers.SOURCE), "no ce_source");
        return revision < 2
                ? new Heard.Nothing()
                : new Heard.Replayed(
                        value.required("partenaire").asText(),
                        Identity.archive(
                                source, value.required("sha256").asText().substring(0, 16)),
                        revision);
    }

    /** A record that a line of a publication became. */
    private static final class Line {
        private final JsonNode value;
        private final String json;
        private final String partenaire;
        private final long archive;
        private final long number;
        private final int revision;
        private final Instant said;
        private final String origine;

        Line(ConsumerRecord<byte[], byte[]> record) throws IOException {
            json = new String(record.value(), StandardCharsets.UTF_8);
            value = JSON.readTree(json);
            String source = needed(record, Headers.SOURCE);
            String[] parts = source.split("/", -1);
            if (parts.length != 5) {
                throw new IllegalArgumentException("ce_source is not /omega/<environnement>/<partenaire>/<flux>");
            }
            partenaire = parts[3];
            String subject = needed(record, Headers.SUBJECT);
            int colon = subject.lastIndexOf(':');
            archive = Identity.archive(source, subject.substring(0, Math.max(0, colon)));
            number = Long.parseLong(subject.substring(colon + 1));
            revision = Integer.parseInt(needed(record, Headers.REVISION));
            said = instant(needed(record, Headers.TIME));
            origine = needed(record, Headers.FICHIER) + ":" + number;
        }

        Proof proof(Instant at) {
            return new Proof(Identity.line(archive, number), revision, partenaire, at, said, origine);
        }

        boolean is(String kind) {
            return value.path("enregistrement").asText().equals(kind);
        }

        String text(String field) {
            return Objects.requireNonNull(optional(field), field + " is missing");
        }

        /** A code out of its list stands as {@code {"inconnu": "X"}}. */
        @Nullable
        String optional(@Nullable String field) {
            JsonNode node = field == null ? value.path("") : value.path(field);
            return node.isObject()
                    ? node.path("inconnu").asText()
                    : node.isMissingNode() || node.isNull() ? null : node.asText();
        }

        @Nullable
        Integer number(@Nullable String field) {
            String text = optional(field);
            return text == null ? null : Integer.valueOf(text);
        }
    }

    /** The compte-rendu tells no date of its own for what it says: it is so since it was made. */
    private Heard judged(Line line) {
        SuiviRules.FileLine file = rules.compteRendu().fichier();
        SuiviRules.RequestLine one = rules.compteRendu().ligne();
        if (line.is(file.enregistrement())) {
            return new Heard.Fact(
                    new FileJudged(
                            line.proof(line.said),
                            line.text(file.nom()),
                            line.text(file.resultat()),
                            line.optional(file.numeroSuivi()),
                            line.optional(file.motif())),
                    line.json);
        }
        if (one != null && line.is(one.enregistrement())) {
            return new Heard.Fact(
                    new LineJudged(
                            line.proof(line.said),
                            line.text(file.nom()),
                            line.number(one.ligne()),
                            line.optional(one.reference()),
                            line.text(one.resultat()),
                            line.optional(one.numeroSuivi()),
                            line.optional(one.motif())),
                    line.json);
        }
        return new Heard.Nothing();
    }

    private Heard followed(Line line) {
        SuiviRules.Sdem sdem = rules.sdem();
        if (line.is(sdem.enregistrement())) {
            return new Heard.Fact(
                    new Followed(
                            line.proof(instant(line.text(sdem.date()))),
                            line.optional(sdem.reference()),
                            line.optional(sdem.numeroSuivi()),
                            line.number(sdem.rang()),
                            line.optional(sdem.pce()),
                            line.optional(sdem.nature()),
                            line.text(sdem.etat()),
                            line.optional(sdem.motif())),
                    line.json);
        }
        return line.value.has("parent")
                ? new Heard.Fact(
                        new Annexed(
                                line.proof(line.said),
                                Identity.line(
                                        line.archive,
                                        line.value.required("parent").asLong())),
                        line.json)
                : new Heard.Nothing();
    }

    /** A pack may give a day where it has no time. */
    private static Instant instant(String text) {
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(OmegaClock.PARIS).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }

    private static String needed(ConsumerRecord<byte[], byte[]> record, String name) {
        return Objects.requireNonNull(header(record, name), "no header " + name);
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
