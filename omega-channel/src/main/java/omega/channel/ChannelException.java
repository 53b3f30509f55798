package omega.channel;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The channel failed: the message names partner and host and says what to do; {@link #kind()} lets code decide. */
public final class ChannelException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, each with whether the session can still be used. */
    public enum Kind {
        /** Our own settings, found before any connection: nothing was spent. */
        CONFIGURATION(true),
        /** The claimed slot is void; nothing was connected. */
        SLOT_LOST(true),
        /** Unknown host, refused or unanswered TCP connect. */
        UNREACHABLE(true),
        /** The host's key is not the one of known_hosts. */
        HOST_KEY(true),
        LOGIN_REFUSED(true),
        /** Nothing moved for the stall time-out. */
        TIMED_OUT(true),
        CONNECTION_LOST(true),
        NO_SUCH_DIRECTORY(false),
        NO_SUCH_FILE(false),
        NO_PERMISSION(false),
        NO_SPACE(false),
        ALREADY_EXISTS(false),
        /** The server said no without a reason that the protocol knows. */
        REFUSED(false);

        private final boolean endsSession;

        Kind(boolean endsSession) {
            this.endsSession = endsSession;
        }

        /** True when the {@link RemoteFolder} can only be closed. */
        public boolean endsSession() {
            return endsSession;
        }
    }

    private final Kind kind;
    private final String message;

    public ChannelException(Kind kind, String message) {
        this(kind, message, null);
    }

    public ChannelException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.message = message;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
