package omega.channel;

import java.time.Duration;

/** Asked immediately before the TCP connect, after names are resolved and keys are read. */
@FunctionalInterface
public interface BeforeConnect {
    /** For what the connection rule does not govern, such as a test's own server. */
    BeforeConnect UNRULED = () -> Duration.ofSeconds(10);

    /**
     * How long, in real time from now, the connect may take; later it must not happen.
     *
     * @throws ChannelException {@code SLOT_LOST}: do not connect
     */
    Duration connecting() throws ChannelException;
}
