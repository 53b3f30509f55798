package omega.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code transports.yaml}. */
final class TransportsReader {
    private final Entry root;

    TransportsReader(Entry root) {
        this.root = root;
    }

    Transports read() {
        try (root) {
            Map<String, String> sftp = hosts(root.entry("sftp"), List.of());
            Entry ftps = root.entry("ftps");
            String passive = ftps.text("passivePorts", "");
            if (!passive.isEmpty() && !passive.matches("\\d{1,5}-\\d{1,5}")) {
                ftps.fault("passivePorts", "'" + passive + "' is not of the form 49160-49260");
            }
            return new Transports(
                    sftp,
                    hosts(ftps, List.of("passivePorts", "mode")),
                    ftps.choice("mode", Transports.FtpsMode.values(), Entry::lower, Transports.FtpsMode.EXPLICIT),
                    passive,
                    directories(root.entry("directories")),
                    limits(root.entry("limits")));
        }
    }

    private static Map<String, String> hosts(Entry entry, List<String> others) {
        Map<String, String> hosts = new HashMap<>();
        for (String environment : entry.keys()) {
            if (!others.contains(environment)) {
                String host = entry.text(environment);
                if (!host.matches("[A-Za-z0-9.-]+:\\d{1,5}")
                        || Integer.parseInt(host.substring(host.indexOf(':') + 1)) > 65_535) {
                    entry.fault(environment, "'" + host + "' is not of the form host:port");
                }
                hosts.put(environment, host);
            }
        }
        return Map.copyOf(hosts);
    }

    private static Transports.Directories directories(Entry entry) {
        try (entry) {
            return new Transports.Directories(
                    directory(entry, "publications"),
                    directory(entry, "fichierListe"),
                    directory(entry, "demandes"),
                    directory(entry, "compteRendus"));
        }
    }

    private static String directory(Entry entry, String key) {
        String path = entry.text(key);
        if (!path.startsWith("/") || path.contains("..")) {
            entry.fault(key, "'" + path + "' must be an absolute path");
        }
        return path;
    }

    private static Transports.Limits limits(Entry entry) {
        try (entry) {
            return new Transports.Limits(
                    entry.whole("archiveBytes", 20L << 30, 1024, Long.MAX_VALUE),
                    entry.whole("memberBytes", 100L << 30, 1024, Long.MAX_VALUE),
                    entry.integer("ratio", 300, 2, 10_000),
                    entry.integer("line", 512 * 1024, 1024, 900 * 1024));
        }
    }
}
