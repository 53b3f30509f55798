package omega.ws.contract;

/** One constraint that a value breaks. */
public record Breach(Kind kind, String reason) {}
