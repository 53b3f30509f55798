package omega.channel.ftps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import omega.channel.ChannelException.Kind;
import omega.channel.FileName;

/**
 * What the server answered to a command.
 *
 * @param code three digits (RFC 959)
 * @param lines as they came, the code included
 */
record Reply(int code, List<String> lines) {
    private static final Pattern NO_SPACE = Pattern.compile("space|quota|disk full|disque plein|writing to local file");
    private static final Pattern NO_PERMISSION =
            Pattern.compile("permission|denied|not allowed|forbidden|read[- ]only|refus|interdit|autoris");

    /** The command was refused; the session goes on. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient Reply reply;

        Refusal(Reply reply) {
            super(reply.text());
            this.reply = reply;
        }

        Reply reply() {
            return reply;
        }
    }

    boolean done() {
        return code / 100 == 2;
    }

    /** A data connection is about to be used. */
    boolean begins() {
        return code / 100 == 1;
    }

    /** The server does not know the command or its argument. */
    boolean unknown() {
        return code / 10 == 50 && code != 501;
    }

    Reply orRefuse() throws Refusal {
        if (!done()) {
            throw new Refusal(this);
        }
        return this;
    }

    /** The last line, fit for a message. */
    String text() {
        String last = lines.isEmpty() ? Integer.toString(code) : lines.getLast();
        return FileName.printable(new String(last.getBytes(ISO_8859_1), UTF_8));
    }

    /** FTP has one code (550) for a missing file, a missing right and more: the words must help. */
    boolean speaksOfPermission() {
        return NO_PERMISSION.matcher(words()).find();
    }

    /** @param missing what a missing path means here */
    Kind kind(Kind missing) {
        return switch (code) {
            case 421, 425, 426 -> Kind.CONNECTION_LOST;
            case 452, 552 -> Kind.NO_SPACE;
            case 450, 451, 550, 553 -> {
                if (NO_SPACE.matcher(words()).find()) {
                    yield Kind.NO_SPACE;
                }
                if (speaksOfPermission()) {
                    yield Kind.NO_PERMISSION;
                }
                yield code == 550 ? missing : Kind.REFUSED;
            }
            default -> Kind.REFUSED;
        };
    }

    private String words() {
        return text().toLowerCase(Locale.ROOT);
    }
}
