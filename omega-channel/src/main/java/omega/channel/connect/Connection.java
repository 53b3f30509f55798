package omega.channel.connect;

import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.Partner;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.ftps.FtpsFolder;
import omega.channel.local.LocalFolder;
import omega.channel.sftp.SftpFolder;

/** Opens a partner's folder by whichever way the partner has. */
public final class Connection {
    private Connection() {}

    /** True when each connection needs a slot. */
    public static boolean ruled(Partner partner) {
        return switch (partner.access()) {
            case Partner.Sftp sftp -> true;
            case Partner.Ftps ftps -> true;
            case Partner.Local local -> false;
        };
    }

    /** Connects at most once; {@code before}, usually a slot, is asked immediately before it, and not at all for a local folder. */
    public static RemoteFolder open(Partner partner, Timeouts timeouts, BeforeConnect before) throws ChannelException {
        return switch (partner.access()) {
            case Partner.Sftp sftp -> SftpFolder.connect(partner.describe(), sftp, timeouts, before);
            case Partner.Ftps ftps -> FtpsFolder.connect(partner.describe(), ftps, timeouts, before);
            case Partner.Local local -> new LocalFolder(partner.describe(), local.root());
        };
    }
}
