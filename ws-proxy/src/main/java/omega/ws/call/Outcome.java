package omega.ws.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import omega.ws.xml.XmlNode;

/** What is known of a call. */
public sealed interface Outcome {
    /** An answer came. */
    record Answered(XmlNode body) implements Outcome {}

    /**
     * A SOAP fault came.
     *
     * @param client whether it says that the request was at fault
     * @param detail what it adds, of which the contract may know one
     */
    record Faulted(boolean client, String code, String text, List<XmlNode> detail) implements Outcome {}

    /**
     * A REST service answered, well or not.
     *
     * @param body JSON; empty where there was none, or no JSON
     * @param pause that it asks for
     */
    record Returned(int status, Optional<JsonNode> body, Optional<Duration> pause) implements Outcome {}

    /** It surely was not carried out: not connected, or refused before it was read. */
    record Unsent(String reason) implements Outcome {}

    /**
     * OMEGA takes no more calls for now, this one neither (HTTP 429).
     *
     * @param pause that it asks for
     */
    record Capped(Optional<Duration> pause) implements Outcome {}

    /**
     * It may have been carried out, or not.
     *
     * @param pause that OMEGA asks for
     */
    record Lost(String reason, Optional<Duration> pause) implements Outcome {
        public Lost(String reason) {
            this(reason, Optional.empty());
        }
    }

    /** We did not make it, so that OMEGA is not called more than it bears. */
    record Held(Hold hold, Duration pause) implements Outcome {}

    /** Why a call is held back. */
    enum Hold {
        /** calls a minute, §4.2.1 */
        CAP,
        /** as many calls of that service are under way as may be */
        BUSY,
        /** its last calls failed */
        BROKEN,
        /** its turn came after the closing, §4.1 */
        CLOSED
    }
}
