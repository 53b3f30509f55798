package omega.channel.sftp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.PacketType;
import net.schmizz.sshj.sftp.Request;
import net.schmizz.sshj.sftp.Response;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPEngine;
import net.schmizz.sshj.sftp.SFTPException;
import org.jspecify.annotations.Nullable;

/**
 * An open remote file, read from an offset to the size it was listed with. Its bytes are asked for ahead of their use, none of them twice
 * and none past that size, so that a small file costs one answer each to open, read and close, and nobody waits for the last.
 */
final class Reading {
    private static final int AHEAD = 16;
    /** What the usual servers send at once. */
    static final int PIECE = 255 << 10;
    /** A server that once sends fewer bytes than these is not held to it. */
    private static final int LEAST = 4 << 10;

    private record Asked(long offset, int length, Promise<Response, SFTPException> answer) {}

    private final SFTPEngine engine;
    private final byte[] handle;
    private final long end;
    private Deque<Asked> asked = new ArrayDeque<>();
    private long next;
    private int piece = PIECE;
    private @Nullable Response received;
    private int left;

    private Reading(SFTPEngine engine, byte[] handle, long offset, long end) {
        this.engine = engine;
        this.handle = handle;
        this.next = offset;
        this.end = end;
    }

    /** @param path as it goes over the wire */
    static Reading open(SFTPEngine engine, byte[] path, long offset, long end) throws IOException {
        Request open = engine.newRequest(PacketType.OPEN)
                .putBytes(path)
                .putUInt32(OpenMode.toMask(EnumSet.of(OpenMode.READ)))
                .putFileAttributes(FileAttributes.EMPTY);
        byte[] handle = answer(engine, engine.request(open))
                .ensurePacketTypeIs(PacketType.HANDLE)
                .readBytes();
        return new Reading(engine, handle, offset, end);
    }

    /** How many bytes came; -1 at the end, which comes early where the file has shrunk. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            received = next();
        }
        if (received == null) {
            return -1;
        }
        int n = Math.min(length, left);
        received.readRawBytes(into, offset, n);
        left -= n;
        return n;
    }

    private @Nullable Response next() throws IOException {
        for (; asked.size() < AHEAD && next < end; next += asked.getLast().length()) {
            asked.addLast(ask(next, end));
        }
        Asked first = asked.pollFirst();
        if (first == null) {
            return null;
        }
        Response answer = answer(engine, first.answer());
        if (answer.getType() == PacketType.STATUS) {
            answer.ensureStatusIs(StatusCode.EOF);
            asked.clear();
            next = end;
            return null;
        }
        int sent = answer.ensurePacketTypeIs(PacketType.DATA).readUInt32AsInt();
        if (sent < 1 || sent > answer.available()) {
            throw new SFTPException("the server says that it sent " + sent + " bytes");
        }
        left = Math.min(sent, first.length());
        if (left < first.length()) {
            askForTheRest(first, left);
        }
        return answer;
    }

    /** Of a server that sends less at once: of all that is on its way too, so that what is missing does not come one by one. */
    private void askForTheRest(Asked first, int sent) throws IOException {
        piece = Math.max(sent, LEAST);
        Deque<Asked> all = new ArrayDeque<>();
        ask(first.offset() + sent, first.offset() + first.length(), all);
        for (Asked each : asked) {
            int most = Math.min(each.length(), piece);
            all.addLast(new Asked(each.offset(), most, each.answer()));
            ask(each.offset() + most, each.offset() + each.length(), all);
        }
        asked = all;
    }

    private void ask(long from, long to, Deque<Asked> into) throws IOException {
        for (long at = from; at < to; at += into.getLast().length()) {
            into.addLast(ask(at, to));
        }
    }

    private Asked ask(long from, long to) throws IOException {
        int length = (int) Math.min(piece, to - from);
        Request read = engine.newRequest(PacketType.READ)
                .putBytes(handle)
                .putUInt64(from)
                .putUInt32(length);
        return new Asked(from, length, engine.request(read));
    }

    /** Lets the server close it: what it says of that is of no use to a reader. */
    void close() throws IOException {
        engine.request(engine.newRequest(PacketType.CLOSE).putBytes(handle));
    }

    private static Response answer(SFTPEngine engine, Promise<Response, SFTPException> promise) throws SFTPException {
        return promise.retrieve(engine.getTimeoutMs(), TimeUnit.MILLISECONDS);
    }
}
