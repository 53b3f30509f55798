package omega.demande;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fact about a request or a lot. Facts of one key come in order, each at least once; those of different keys in any order. A request is known by
 * {@code partenaire} and {@code idDemande}, a lot by its number, which no other lot of the installation has.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "evenement")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DemandeEvent.Recue.class, name = "Recue"),
    @JsonSubTypes.Type(value = DemandeEvent.Refusee.class, name = "Refusee"),
    @JsonSubTypes.Type(value = DemandeEvent.EnLot.class, name = "EnLot"),
    @JsonSubTypes.Type(value = DemandeEvent.LotDefait.class, name = "LotDefait"),
    @JsonSubTypes.Type(value = DemandeEvent.LotDepose.class, name = "LotDepose"),
    @JsonSubTypes.Type(value = DemandeEvent.LotIncertain.class, name = "LotIncertain"),
    @JsonSubTypes.Type(value = DemandeEvent.LotLibere.class, name = "LotLibere"),
    @JsonSubTypes.Type(value = DemandeEvent.Appel.class, name = "Appel")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface DemandeEvent {
    /** Instants as ISO text; what a reader does not know is passed over, so that a newer writer may add. */
    ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    // by thread, each virtual one would have buffers of its own
                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                    .build())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    String partenaire();

    /** When it became true. */
    Instant le();

    /** The record's key: the request's id, or the lot's number. */
    String key();

    /** One reason of a refusal; {@code champ} is absent where it is about the request as a whole. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Faute(String code, @Nullable String champ, String raison) {}

    /**
     * Accepted: it will be sent.
     *
     * @param echeance latest arrival at OMEGA, or absent
     * @param source where it came from: {@code kafka:<topic>/<partition>/<offset>}, {@code rest}, {@code fichier:<name>:<line>}
     */
    record Recue(
            String partenaire,
            String idDemande,
            String kind,
            String pce,
            LocalDate dateSouhaitee,
            String priorite,
            @Nullable Instant echeance,
            String source,
            Instant le)
            implements DemandeEvent {
        @Override
        public String key() {
            return idDemande;
        }
    }

    /** Refused before it was sent; {@code idDemande}, {@code kind} and {@code pce} as they came, where they could be read. */
    record Refusee(
            String partenaire,
            @Nullable String idDemande,
            @Nullable String kind,
            @Nullable String pce,
            List<Faute> fautes,
            String source,
            Instant le)
            implements DemandeEvent {
        @Override
        public String key() {
            return idDemande == null ? source : idDemande;
        }
    }

    /**
     * Written into a lot's file, whose bytes are frozen.
     *
     * @param fichier the archive's name at OMEGA
     * @param ligne number of its line in the member, the header's being 1
     * @param jour the Paris date whose quota it uses
     */
    record EnLot(
            String partenaire,
            String idDemande,
            String kind,
            String pce,
            long lot,
            String fichier,
            int ligne,
            LocalDate jour,
            Instant le)
            implements DemandeEvent {
        @Override
        public String key() {
            return idDemande;
        }
    }

    /** Taken apart, before it was sent or once OMEGA had refused all of it: its requests wait again. */
    record LotDefait(String partenaire, long lot, String fichier, String raison, Instant le) implements DemandeEvent {
        @Override
        public String key() {
            return Long.toString(lot);
        }
    }

    /** It is at OMEGA under its final name; {@code preuve} says how that is known: {@code RENOMME}, {@code PRESENT}, {@code COMPTE_RENDU} or {@code SDEM}. */
    record LotDepose(
            String partenaire,
            long lot,
            String kind,
            String fichier,
            String sha256,
            int nombre,
            LocalDate jour,
            String preuve,
            Instant le)
            implements DemandeEvent {
        @Override
        public String key() {
            return Long.toString(lot);
        }
    }

    /** Whether it is at OMEGA is not known; it is not sent again by itself. */
    record LotIncertain(String partenaire, long lot, String fichier, String raison, Instant le)
            implements DemandeEvent {
        @Override
        public String key() {
            return Long.toString(lot);
        }
    }

    /** An operator had an uncertain lot sent again: the same bytes, the same name. */
    record LotLibere(String partenaire, long lot, String fichier, String operateur, String raison, Instant le)
            implements DemandeEvent {
        @Override
        public String key() {
            return Long.toString(lot);
        }
    }

    /**
     * A call of a web service.
     *
     * @param ecriture whether it asked for something, rather than looked something up
     * @param resultat what is known of its outcome
     * @param numeroSuivi what OMEGA answered, where it did
     * @param probleme the RFC 9457 title, where it failed
     * @param parOmega whether OMEGA itself refused it; absent where it was not refused, and in events of versions that did not tell
     */
    record Appel(
            String partenaire,
            String idDemande,
            String service,
            String operation,
            boolean ecriture,
            @Nullable String kind,
            @Nullable String pce,
            Resultat resultat,
            @Nullable String numeroSuivi,
            @Nullable String probleme,
            @Nullable Boolean parOmega,
            Instant le)
            implements DemandeEvent {
        /** What is known of a call. */
        public enum Resultat {
            /** Waits: for the opening, or, where {@code probleme} says why it was not made, for its caller to make it again. */
            EN_ATTENTE,
            ACCEPTEE,
            REFUSEE,
            /** Sent, and no answer came. */
            INCERTAINE
        }

        @Override
        public String key() {
            return idDemande;
        }
    }

    /** The event's word, as it stands in {@code evenement} and in {@code ce_type}. */
    default String word() {
        return getClass().getSimpleName();
    }

    /** As JSON. */
    default String json() {
        try {
            return JSON.writerFor(DemandeEvent.class).writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * From JSON.
     *
     * @throws IOException when it is none, or of no kind known here
     */
    static DemandeEvent of(byte[] json) throws IOException {
        return JSON.readValue(json, DemandeEvent.class);
    }
}
