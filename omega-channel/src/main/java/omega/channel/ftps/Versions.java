package omega.channel.ftps;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import omega.channel.Partner;

/**
 * The versions of TLS that a server is offered. The JSSE uses a ticket of TLS 1.3 once; a server that wants every data connection to resume
 * the session, but gives no new ticket with an upload (ProFTPD), refuses us after a few. The sessions of this process that follow then
 * speak TLS 1.2 with it, whose sessions resume any number of times.
 */
final class Versions {
    private static final String[] BOTH = {"TLSv1.3", "TLSv1.2"};
    private static final String[] OLDER = {"TLSv1.2"};
    /** Servers, as host:port. */
    private static final Set<String> OUT_OF_TICKETS = ConcurrentHashMap.newKeySet();

    private Versions() {}

    private static String place(Partner.Ftps access) {
        return access.host() + ":" + access.port();
    }

    static String[] offered(Partner.Ftps access) {
        return (OUT_OF_TICKETS.contains(place(access)) ? OLDER : BOTH).clone();
    }

    static void outOfTickets(Partner.Ftps access) {
        OUT_OF_TICKETS.add(place(access));
    }

    /** No version that was offered is spoken there. */
    static void noneFits(Partner.Ftps access) {
        OUT_OF_TICKETS.remove(place(access));
    }
}
