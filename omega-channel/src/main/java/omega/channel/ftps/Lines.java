package omega.channel.ftps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.Watch;

/** The lines of a listing, one character a byte; bounded, whatever a server sends. */
final class Lines {
    private static final int MOST = 200_000;
    private static final int LONGEST = 16 << 10;

    private Lines() {}

    /** What of a line is beyond 16 KiB is dropped: no name is that long. */
    static List<String> of(InputStream in, Watch watch, String who) throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 << 10];
        for (int n; (n = in.read(buffer)) >= 0; watch.progress()) {
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n') {
                    end(lines, line, who);
                } else if (line.size() < LONGEST) {
                    line.write(buffer[i]);
                }
            }
        }
        if (line.size() > 0) {
            end(lines, line, who);
        }
        return lines;
    }

    private static void end(List<String> lines, ByteArrayOutputStream line, String who) throws ChannelException {
        if (lines.size() >= MOST) {
            throw new ChannelException(
                    Kind.CONNECTION_LOST, who + ": a directory lists more than " + MOST + " entries; tell GRDF");
        }
        String text = line.toString(ISO_8859_1);
        lines.add(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
        line.reset();
    }
}
