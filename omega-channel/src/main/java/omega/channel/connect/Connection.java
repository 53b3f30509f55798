package omega.channel.connect;

import java.time.Instant;
import java.util.Objects;
import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.Partner;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.credential.CredentialFiles;
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

    /** The partner with the certificate and key that are in force at a real instant: present ones, or those staged beside them. */
    public static Partner inForce(Partner partner, Instant now) {
        Partner.Access access = switch (partner.access()) {
            case Partner.Sftp sftp ->
                sftp.with(new CredentialFiles(null, sftp.key()).at(now).key());
            case Partner.Ftps ftps -> {
                CredentialFiles files = new CredentialFiles(ftps.certificate(), ftps.key()).at(now);
                yield ftps.with(Objects.requireNonNull(files.certificate()), files.key());
            }
            case Partner.Local local -> local;
        };
        return new Partner(partner.code(), partner.environment(), access, partner.directories(), partner.flux());
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
