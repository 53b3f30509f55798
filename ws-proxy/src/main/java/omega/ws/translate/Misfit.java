package omega.ws.translate;

import omega.ws.contract.Kind;

/**
 * One reason why a document does not fit its contract.
 *
 * @param path JSON pointer; for what is missing, where it should be
 */
public record Misfit(String path, Kind kind, String reason) {}
