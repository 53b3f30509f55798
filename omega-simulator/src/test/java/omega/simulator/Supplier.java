package omega.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.EnumSet;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.SFTPClient;

/** A supplier's session over SFTP, and files of requests written by hand. */
final class Supplier implements AutoCloseable {
    static final Charset LATIN = Charset.forName("windows-1252");

    final SSHClient ssh;
    final SFTPClient sftp;

    Supplier(Scene scene) throws IOException {
        this.ssh = scene.client("DEMO", "DEMO");
        this.sftp = ssh.newSFTPClient();
    }

    /** The archive's name of the pack, for a CHF file of DEMO. */
    static String chf(int sequence) {
        return "DEM_CHF_DEMO_20261123120000_%05d.zip".formatted(sequence);
    }

    static String member(String archive) {
        return archive.replace(".zip", ".csv");
    }

    static byte[] zip(String member, byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(member));
            zip.write(text);
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    /** A file of changes of supplier, in the layout of demandes/CHF.yaml. */
    static byte[] changes(String archive, String... lines) throws IOException {
        return zip(member(archive), text(lines).getBytes(LATIN));
    }

    static String text(String... lines) {
        return "ENT;CHF;1;DEMO;GRDF;20261123120000;7\n" + String.join("\n", lines) + "\nFIN;" + lines.length + "\n";
    }

    static String change(String id) {
        return "CHF;" + id + ";21434567890123;15/12/2026;T2;P012;12000;12,5;PAR;Noël Lefèvre;O";
    }

    void write(String path, byte[] bytes) throws IOException {
        try (RemoteFile file = sftp.open(path, EnumSet.of(OpenMode.WRITE, OpenMode.CREAT, OpenMode.EXCL))) {
            file.write(0, bytes, 0, bytes.length);
        }
    }

    /** As a careful supplier does it: a temporary name, then a rename. */
    void deposit(String nom, byte[] bytes) throws IOException {
        write("/demandes/" + nom + ".tmp", bytes);
        sftp.rename("/demandes/" + nom + ".tmp", "/demandes/" + nom);
    }

    List<String> names(String directory) throws IOException {
        return sftp.ls(directory).stream().map(each -> each.getName()).sorted().toList();
    }

    @Override
    public void close() throws IOException {
        try (ssh) {
            sftp.close();
        }
    }
}
