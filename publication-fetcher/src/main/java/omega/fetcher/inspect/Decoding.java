package omega.fetcher.inspect;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import omega.fetcher.ledger.FileFault;
import org.jspecify.annotations.Nullable;

/** Which of a layout's charsets a file is in: those in which every line so far decodes, strictly. */
final class Decoding {
    private final List<Candidate> candidates = new ArrayList<>();
    private @Nullable FileFault first;
    /** Asked for at every line. */
    private Optional<Charset> charset;

    private CharBuffer room = CharBuffer.allocate(4096);

    private record Candidate(Charset charset, CharsetDecoder decoder) {}

    Decoding(List<Charset> charsets) {
        for (Charset charset : charsets) {
            candidates.add(new Candidate(
                    charset,
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
        }
        this.charset = charsets.stream().findFirst();
    }

    /** Drops the charsets in which the current line does not decode; ASCII decodes in all of them. */
    void check(Lines lines) {
        if (lines.isAscii()) {
            return;
        }
        for (Iterator<Candidate> each = candidates.iterator(); each.hasNext(); ) {
            Candidate candidate = each.next();
            int column = undecodable(candidate, lines);
            if (column > 0) {
                each.remove();
                charset = candidates.stream().map(Candidate::charset).findFirst();
                if (first == null) {
                    first = FileFault.at(
                            FileFault.Code.OCTETS_INDECODABLES,
                            lines.number(),
                            column,
                            "a byte here is no character of " + candidate.charset());
                }
            }
        }
    }

    /** The first column that does not decode, or 0. */
    private int undecodable(Candidate candidate, Lines lines) {
        int length = lines.to() - lines.from();
        if (room.capacity() < length) {
            room = CharBuffer.allocate(length * 2);
        }
        room.clear();
        CharsetDecoder decoder = candidate.decoder().reset();
        CoderResult result = decoder.decode(ByteBuffer.wrap(lines.bytes(), lines.from(), length), room, true);
        return result.isError() ? Character.codePointCount(room.flip(), 0, room.limit()) + 1 : 0;
    }

    /** The first charset, in the layout's order, in which all lines decode. */
    Optional<Charset> charset() {
        return charset;
    }

    /** Where the first charset to fail did so. */
    FileFault fault() {
        return first == null ? FileFault.of(FileFault.Code.OCTETS_INDECODABLES, "no charset is left") : first;
    }
}
