package omega.channel.ftps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.FileName;
import omega.channel.Timeouts;
import omega.channel.Watch;
import org.jspecify.annotations.Nullable;

/**
 * One login, from which operations run one at a time, each watched and its failure put in words. While the caller does something else the
 * server hears a {@code NOOP} now and then (§3.2.1).
 */
final class Session {
    private final String who;
    private final Dialogue dialogue;
    private final Watch watch;
    /** One command at a time: the caller's, or a sign of life. */
    private final ReentrantLock turn = new ReentrantLock();

    private final Thread awake;
    private volatile boolean over;
    private volatile boolean transferring;
    private volatile long used = System.nanoTime();

    Session(String who, Dialogue dialogue, Watch watch, Timeouts timeouts) {
        this.who = who;
        this.dialogue = dialogue;
        this.watch = watch;
        this.awake = Thread.ofVirtual().name("channel-awake").unstarted(() -> stayAwake(timeouts));
    }

    void start() {
        awake.start();
    }

    String who() {
        return who;
    }

    Dialogue dialogue() {
        return dialogue;
    }

    Watch watch() {
        return watch;
    }

    boolean isOver() {
        return over;
    }

    /** Between the start of a transfer and the server's word for its end no command may be sent. */
    void transferring(boolean now) {
        transferring = now;
    }

    /** @param missing what a missing path means to the operation */
    <T> T operate(String doing, String path, Kind missing, Watch.Operation<T> operation) throws ChannelException {
        turn.lock();
        try {
            if (over) {
                throw told(doing, path, Kind.CONNECTION_LOST, "", null);
            }
            return watch.during(operation);
        } catch (ChannelException e) {
            throw ended(e);
        } catch (Reply.Refusal e) {
            throw ended(told(doing, path, e.reply().kind(missing), e.reply().text(), e));
        } catch (IOException | RuntimeException e) {
            // a session that breaks, or an answer of which the library makes no sense
            Kind kind = watch.stalled() ? Kind.TIMED_OUT : Kind.CONNECTION_LOST;
            throw ended(told(doing, path, kind, FileName.printable(String.valueOf(e.getMessage())), e));
        } finally {
            used = System.nanoTime();
            turn.unlock();
        }
    }

    /** A data connection broke: the server may have said why. */
    IOException broken(IOException e) {
        dialogue.transferFailed();
        Reply said = watch.stalled() ? null : dialogue.lastWords();
        transferring = false;
        return said == null || said.done() ? e : new Reply.Refusal(said);
    }

    ChannelException ended(ChannelException e) {
        if (e.kind().endsSession()) {
            over = true;
            watch.cut();
        }
        return e;
    }

    ChannelException taken(String path) {
        return new ChannelException(
                Kind.ALREADY_EXISTS,
                who + ": " + path + " exists already; it was left as it is: look whose it is before you take it away");
    }

    ChannelException told(String doing, String path, Kind kind, String said, @Nullable Exception e) {
        return Refused.told(who + ": cannot " + doing + " " + FileName.printable(path), kind, said, watch, e);
    }

    /** A path as commands carry it. */
    static String wire(String path) throws IOException {
        if (path.chars().anyMatch(c -> c < ' ')) {
            throw new IOException("a path must not hold control characters");
        }
        return new String(path.getBytes(UTF_8), ISO_8859_1);
    }

    private void stayAwake(Timeouts timeouts) {
        try {
            while (!over) {
                Thread.sleep(timeouts.idle().dividedBy(4));
                if (System.nanoTime() - used > timeouts.idle().toNanos() && turn.tryLock()) {
                    try {
                        signOfLife();
                    } finally {
                        turn.unlock();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void signOfLife() {
        if (over || transferring) {
            return;
        }
        try {
            watch.during(() -> dialogue.ask("NOOP", null));
            used = System.nanoTime();
        } catch (IOException | RuntimeException e) {
            over = true;
            watch.cut();
        }
    }

    void close() {
        awake.interrupt();
        turn.lock();
        try {
            if (!over && !transferring) {
                watch.during(() -> dialogue.ask("QUIT", null));
            }
        } catch (IOException | RuntimeException e) {
            // the session is over either way
        } finally {
            over = true;
            watch.close();
            turn.unlock();
        }
    }
}
