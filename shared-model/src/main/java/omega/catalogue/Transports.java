package omega.catalogue;

import java.util.Map;

/**
 * Where and how far: hosts by environment (§3.1), directories, and the limits within which an archive is read.
 *
 * @param sftp {@code host:port} by environment
 * @param ftps likewise
 * @param ftpsMode the guide says explicit on port 990, which is usually the implicit one's
 */
public record Transports(
        Map<String, String> sftp,
        Map<String, String> ftps,
        FtpsMode ftpsMode,
        String passivePorts,
        Directories directories,
        Limits limits) {

    /** When TLS starts: after the command {@code AUTH TLS}, or at once. */
    public enum FtpsMode {
        EXPLICIT,
        IMPLICIT
    }

    /** Directories of the supplier's space, as absolute paths. */
    public record Directories(String publications, String fichierListe, String demandes, String compteRendus) {}

    /**
     * @param archiveBytes most bytes of an archive
     * @param memberBytes most bytes of what it holds
     * @param ratio most bytes out for a byte in, beyond the first 16 MiB
     * @param line most bytes of a line, and of a group of lines that belong together
     */
    public record Limits(long archiveBytes, long memberBytes, int ratio, int line) {}
}
