package omega.simulator.serve;

import java.io.IOException;
import org.apache.ftpserver.command.impl.STOR;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.mina.core.future.WriteFuture;

/** An upload for which there is no space is answered with 552 (RFC 959), and not as a wrong page type. */
final class Storing extends STOR {
    private static final int FAILED = 551;
    private static final FtpReply FULL = new DefaultFtpReply(552, "No space left on device.");

    @Override
    public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request)
            throws IOException, FtpException {
        super.execute(
                new FtpIoSession(session, context) {
                    @Override
                    public WriteFuture write(Object message) {
                        boolean full = message instanceof FtpReply reply
                                && reply.getCode() == FAILED
                                && session.getUser() instanceof Visitor visitor
                                && visitor.hasRunOutOfSpace();
                        return session.write(full ? FULL : message);
                    }
                },
                context,
                request);
    }
}
