package omega.simulator.serve;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import omega.simulator.publish.Spaces;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpException;

/** A partner's space as FTPS shows it: its root is {@code /}, and nothing is above it. For one session. */
final class FtpsSpace implements FileSystemView {
    private static final Path ROOT = Path.of("/");

    private final Visitor visitor;
    private final Path root;
    private final String demandes;
    private final Inbox inbox;
    private final Downloads downloads;
    private Path current = ROOT;

    FtpsSpace(Visitor visitor, Spaces spaces, Inbox inbox, Downloads downloads) {
        this.visitor = visitor;
        this.root = spaces.root(visitor.getName());
        this.demandes = spaces.demandes();
        this.inbox = inbox;
        this.downloads = downloads;
    }

    Visitor visitor() {
        return visitor;
    }

    Inbox inbox() {
        return inbox;
    }

    Downloads downloads() {
        return downloads;
    }

    /** Where a path of the partner's lies on disk. */
    Path onDisk(Path path) {
        return root.resolve(ROOT.relativize(path).toString());
    }

    /** Whether it is a file of the one directory that he may write to (§3.2.3). */
    boolean isRequest(Path path) {
        Path parent = path.getParent();
        return parent != null && parent.equals(Path.of(demandes)) && !Files.isDirectory(onDisk(path));
    }

    @Override
    public FtpsFile getFile(String name) throws FtpException {
        try {
            return new FtpsFile(this, current.resolve(name).normalize());
        } catch (InvalidPathException e) {
            throw new FtpException("no path: " + e.getMessage(), e);
        }
    }

    @Override
    public FtpsFile getHomeDirectory() {
        return new FtpsFile(this, ROOT);
    }

    @Override
    public FtpsFile getWorkingDirectory() {
        return new FtpsFile(this, current);
    }

    @Override
    public boolean changeWorkingDirectory(String directory) throws FtpException {
        FtpsFile there = getFile(directory);
        if (there.isDirectory()) {
            current = Path.of(there.getAbsolutePath());
        }
        return there.isDirectory();
    }

    @Override
    public boolean isRandomAccessible() {
        return true;
    }

    @Override
    public void dispose() {
        // nothing is held
    }
}
