package omega.simulator.serve;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.listener.Listener;

/** Leads FTPS connections to the gate, and wants all of them encrypted: login and transfers. */
final class FtpsManners extends DefaultFtplet {
    private static final String ACCEPT = "omega.accept";
    private static final Set<String> LOGIN = Set.of("USER", "PASS");
    private static final Set<String> TRANSFERS = Set.of("LIST", "NLST", "MLSD", "RETR", "STOR", "STOU", "APPE");

    private final Gate gate;
    private final Listener listener;

    FtpsManners(Gate gate, Listener listener) {
        this.gate = gate;
        this.listener = listener;
    }

    @Override
    public FtpletResult onConnect(FtpSession session) {
        session.setAttribute(ACCEPT, gate.accept());
        return FtpletResult.DEFAULT;
    }

    @Override
    public FtpletResult beforeCommand(FtpSession session, FtpRequest request) throws FtpException {
        String command = request.getCommand().toUpperCase(Locale.ROOT);
        if (LOGIN.contains(command) && !session.isSecure()) {
            session.write(new DefaultFtpReply(530, "TLS first: AUTH TLS."));
            return FtpletResult.SKIP;
        }
        if (TRANSFERS.contains(command) && !session.getDataConnection().isSecure()) {
            session.write(new DefaultFtpReply(521, "Encrypted transfers only: PROT P."));
            return FtpletResult.SKIP;
        }
        return FtpletResult.DEFAULT;
    }

    @Override
    public FtpletResult onLogin(FtpSession session, FtpRequest request) throws FtpException {
        if (session.getUser() instanceof Visitor visitor
                && session.getAttribute(ACCEPT) instanceof Gate.Accept accept) {
            session.removeAttribute(ACCEPT);
            visitor.cutBy(() -> cut(session));
            Optional<String> refusal = gate.enter(FtpsDoor.CANAL, visitor.getName(), address(session), accept);
            if (refusal.isPresent()) {
                session.write(new DefaultFtpReply(421, refusal.get()));
                return FtpletResult.DISCONNECT;
            }
        }
        return FtpletResult.DEFAULT;
    }

    private void cut(FtpSession session) {
        listener.getActiveSessions().stream()
                .filter(each -> each.getSessionId().equals(session.getSessionId()))
                .forEach(FtpIoSession::closeNow);
    }

    @Override
    public FtpletResult onDisconnect(FtpSession session) {
        if (session.getAttribute(ACCEPT) instanceof Gate.Accept accept) {
            gate.stranger(FtpsDoor.CANAL, address(session), accept);
        }
        return FtpletResult.DEFAULT;
    }

    private static String address(FtpSession session) {
        return String.valueOf(session.getClientAddress());
    }
}
