package omega.channel.sftp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import omega.channel.ChannelException;
import omega.channel.Partner;
import omega.channel.credential.Contrainte;
import omega.channel.credential.CredentialFiles;
import omega.channel.credential.Droits;
import omega.channel.credential.Finding;
import omega.channel.credential.Finding.Gravity;

/** What is to be known of a key and a known_hosts file (§3.1.2), without a connection. */
public final class SshCheckup {
    private SshCheckup() {}

    /** Findings on the key, the one that is staged beside it, and known_hosts. */
    public static List<Finding> of(String who, Partner.Sftp access) {
        List<Finding> findings = new ArrayList<>(key(who, access, access.key()));
        try {
            new CredentialFiles(null, access.key())
                    .next()
                    .ifPresent(next ->
                            findings.addAll(key(who, access, next.files().key())));
        } catch (IOException e) {
            findings.add(refused(Contrainte.BASCULE, access.key(), e));
        }
        findings.addAll(Droits.trusted(access.knownHosts()));
        try {
            KnownHost.read(who, access);
        } catch (ChannelException e) {
            findings.add(refused(Contrainte.KNOWN_HOSTS, access.knownHosts(), e));
        }
        return findings;
    }

    private static List<Finding> key(String who, Partner.Sftp access, Path key) {
        List<Finding> findings = new ArrayList<>(Droits.secret(key));
        try {
            UserKey.read(who, access.with(key), SftpFolder.newClient());
        } catch (ChannelException e) {
            findings.add(refused(Contrainte.CLE_SSH, key, e));
        }
        return findings;
    }

    /** The channel's own words say what to do after the last semicolon, where they say it. */
    private static Finding refused(Contrainte contrainte, Path file, IOException e) {
        String message = String.valueOf(e.getMessage());
        int cut = message.indexOf("; ");
        return new Finding(
                contrainte,
                Gravity.URGENT,
                file.toString(),
                cut < 0 ? message : message.substring(0, cut),
                cut < 0 ? "see docs/configuration.md" : message.substring(cut + 2));
    }
}
