package omega.simulator.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/** Leads SSH connections to the gate. Whose they are is known once a key has been proven. */
final class Connections implements SessionListener, ChannelListener {
    private final Gate gate;
    private final Map<Session, Gate.Accept> accepts = new ConcurrentHashMap<>();

    /** Sessions to turn away, and why. */
    private final Map<Session, String> refusals = new ConcurrentHashMap<>();

    Connections(Gate gate) {
        this.gate = gate;
    }

    @Override
    public void sessionEstablished(Session session) {
        accepts.put(session, gate.accept());
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        Gate.Accept accept = event == Event.Authenticated ? accepts.remove(session) : null;
        if (accept != null) {
            gate.enter(SftpDoor.CANAL, session.getUsername(), address(session), accept)
                    .ifPresent(why -> refusals.put(session, why));
        }
    }

    /** Turns a session away at its first channel: before, the answer to its key may still be on its way. */
    @Override
    public void channelInitialized(Channel channel) {
        String why = refusals.get(channel.getSession());
        if (why != null) {
            try {
                channel.getSession().disconnect(SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS, why);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot turn a connection away", e);
            }
        }
    }

    @Override
    public void sessionClosed(Session session) {
        refusals.remove(session);
        Gate.Accept accept = accepts.remove(session);
        if (accept != null) {
            gate.stranger(SftpDoor.CANAL, address(session), accept);
        }
    }

    private static String address(Session session) {
        return String.valueOf(session.getRemoteAddress());
    }
}
