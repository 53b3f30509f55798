package omega.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a web service is asked and what it answers, as callers of the gateway write and read it. Nothing here says that it fits the contract: who shows it
 * looks. Do not change either.
 */
public record Exemple(JsonNode demande, Optional<JsonNode> reponse) {}
