package omega.bench.tracker;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omega.demande.DemandeEvent;
import omega.event.Headers;
import omega.event.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * What is told of requests over two days, as records of the topics: each is accepted, put into a lot of a thousand, deposited, accepted by level 1, and told of by two SDEM. In batches as
 * they come: all that is accepted first, then lot by lot, then SDEM after SDEM.
 */
record Days(int requests) {
    private static final int LOT = 1_000;
    private static final String PARTNER = "ESA";
    private static final LocalDate JOUR = LocalDate.of(2026, 11, 23);
    private static final Instant DAY = Instant.parse("2026-11-23T07:00:00Z");

    /** Passes of the days, in order. */
    private static final int PASSES = 4;

    /** A batch; empty at the end. */
    List<ConsumerRecord<byte[], byte[]>> batch(int number, int size) {
        int perPass = (requests + size - 1) / size;
        int pass = number / perPass;
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>(size + size / LOT * 2);
        if (pass < PASSES) {
            int from = number % perPass * size;
            for (int i = from; i < Math.min(requests, from + size); i++) {
                switch (pass) {
                    case 0 -> batch.add(accepted(i));
                    case 1 -> lotted(i, batch);
                    case 2 -> batch.add(followed(i, "INT", "2026-11-24T00:30:00+01:00", 24));
                    default -> batch.add(followed(i, "REA", "2026-11-25T00:30:00+01:00", 48));
                }
            }
        }
        return batch;
    }

    /** In no order, as ids and meters come from other systems. */
    private static String id(int number) {
        return "%08X-DEM-%08d".formatted(number * 0x9E3779B1, number);
    }

    private static String pce(int number) {
        return "21%012d".formatted(Integer.toUnsignedLong(number * 0x85EBCA6B));
    }

    private static ConsumerRecord<byte[], byte[]> accepted(int i) {
        return event(new DemandeEvent.Recue(
                PARTNER,
                id(i),
                "CHF",
                pce(i),
                LocalDate.of(2026, 12, 1),
                "NORMALE",
                null,
                "kafka:omega.demande.masse.v1/0/" + i,
                DAY.plusMillis(i)));
    }

    private void lotted(int i, List<ConsumerRecord<byte[], byte[]>> into) {
        long lot = i / LOT + 1L;
        String file = "DEM_CHF_ESA_20261123080000_%05d.zip".formatted(lot);
        Instant at = DAY.plusSeconds(3_600 + lot * 310);
        into.add(event(new DemandeEvent.EnLot(PARTNER, id(i), "CHF", pce(i), lot, file, i % LOT + 2, JOUR, at)));
        if (i % LOT == LOT - 1 || i == requests - 1) {
            int count = i % LOT + 1;
            into.add(event(new DemandeEvent.LotDepose(
                    PARTNER, lot, "CHF", file, "0".repeat(64), count, JOUR, "RENOMME", at.plusSeconds(5))));
            into.add(line(
                    "COMPTE_RENDU",
                    "C" + lot,
                    2,
                    at.plusSeconds(600),
                    "{\"enregistrement\":\"fichier\",\"nomFichier\":\"%s\",\"resultat\":\"ACC\",\"numeroSuiviGlobal\":\"SG%09d\"}"
                            .formatted(file, lot)));
        }
    }

    private static ConsumerRecord<byte[], byte[]> followed(int i, String state, String at, int hours) {
        return line("SDEM", "S" + hours, i + 2, DAY.plusSeconds(hours * 3_600L), """
            {"enregistrement":"demande","idDemande":"%s","numeroSuiviGlobal":"SG%09d","pce":"%s","nature":"CHF",\
            "etat":"%s","dateEtat":"%s","libelle":"Changement de fournisseur"}\
            """.formatted(
                        id(i), i / LOT + 1, pce(i), state, at));
    }

    private static ConsumerRecord<byte[], byte[]> event(DemandeEvent event) {
        return record(Topics.DEMANDE_DEPOT, event.json(), Map.of());
    }

    private static ConsumerRecord<byte[], byte[]> line(String flux, String file, int line, Instant said, String json) {
        return record(
                Topics.publication(flux),
                json,
                Map.of(
                        Headers.SOURCE,
                        "/omega/bench/" + PARTNER + "/" + flux,
                        Headers.SUBJECT,
                        "%016x:%d".formatted(file.hashCode(), line),
                        Headers.REVISION,
                        "1",
                        Headers.TIME,
                        said.toString(),
                        Headers.FICHIER,
                        flux + "_" + file + ".zip"));
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, String json, Map<String, String> headers) {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, text) -> all.add(name, text.getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>(
                topic,
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                json.getBytes(StandardCharsets.UTF_8),
                all,
                Optional.empty());
    }
}
