package omega.ws.describe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import omega.ws.contract.Regex;

/**
 * Texts by regular expressions of XML Schema, always the same: the shortest first, then longer ones and other branches. Whether one fits is for others to
 * say: subtractions of properties and the like may lead astray.
 */
final class Patterned {
    private static final int LONGER = 12;
    private static final int LONGEST = 400;
    private static final int BRANCHES = 4;
    private static final int MOST = 4_000;
    private static final List<Integer> CHARACTERS = Stream.of(
                    "1234567890".chars(),
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".chars(),
                    IntStream.range(0x20, 0x7F),
                    IntStream.range(0xA0, 0x24F),
                    IntStream.of('\t', '\n'))
            .flatMap(IntStream::boxed)
            .distinct()
            .toList();

    private final String source;
    private final int more;
    private final int branch;
    private final Map<String, List<String>> sets;
    private int at;
    private int turn;
    private int left = MOST;

    private Patterned(String source, int more, int branch, Map<String, List<String>> sets) {
        this.source = source;
        this.more = more;
        this.branch = branch;
        this.sets = sets;
    }

    /** @param least how long they should be in the end */
    static Stream<String> texts(Regex regex, int least) {
        Map<String, List<String>> sets = new HashMap<>();
        int longest = Math.min(LONGEST, Math.max(LONGER, least));
        return IntStream.range(0, BRANCHES)
                .boxed()
                .flatMap(branch -> IntStream.rangeClosed(0, longest)
                        .mapToObj(more -> new Patterned(regex.source(), more, branch, sets).alternatives()));
    }

    private boolean more() {
        return at < source.length();
    }

    private String alternatives() {
        String chosen = branch();
        for (int i = 1; more() && source.charAt(at) == '|'; i++) {
            at++;
            String next = branch();
            chosen = i <= branch ? next : chosen;
        }
        return chosen;
    }

    private String branch() {
        StringBuilder text = new StringBuilder();
        while (more() && source.charAt(at) != '|' && source.charAt(at) != ')') {
            int start = at;
            String first = atom();
            int end = at;
            int times = quantity();
            int after = at;
            for (int i = 0; i < times && left > 0; i++) {
                at = start;
                text.append(i == 0 ? first : atom());
                at = end;
            }
            at = after;
        }
        return text.toString();
    }

    private int quantity() {
        char c = more() ? source.charAt(at) : ' ';
        if (c == '{') {
            int end = source.indexOf('}', at);
            String[] bounds = source.substring(at + 1, end).split(",", -1);
            at = end + 1;
            int min = Integer.parseInt(bounds[0]);
            return bounds.length == 1
                    ? min
                    : bounds[1].isEmpty() ? min + more : Math.min(min + more, Integer.parseInt(bounds[1]));
        }
        if (c == '?' || c == '*' || c == '+') {
            at++;
        }
        return switch (c) {
            case '?' -> Math.min(1, more);
            case '*' -> more;
            case '+' -> 1 + more;
            default -> 1;
        };
    }

    private String atom() {
        left--;
        char c = source.charAt(at++);
        return switch (c) {
            case '(' -> {
                String inner = alternatives();
                at++;
                yield inner;
            }
            case '[' -> {
                int start = at - 1;
                for (int depth = 1; depth > 0; at++) {
                    switch (source.charAt(at)) {
                        case '\\' -> at++;
                        case '[' -> depth++;
                        case ']' -> depth--;
                        default -> {}
                    }
                }
                yield of(source.substring(start, at));
            }
            case '.' -> "x";
            case '\\' -> {
                int start = at - 1;
                char kind = source.charAt(at++);
                at = kind == 'p' || kind == 'P' ? source.indexOf('}', at) + 1 : at;
                yield of(source.substring(start, at));
            }
            default -> String.valueOf(c);
        };
    }

    /** A character of a set or escape: digits in turn where there are some, else what comes first. Empty where none is known. */
    private String of(String set) {
        List<String> turns = sets.computeIfAbsent(set, Patterned::fitting);
        return turns.isEmpty() ? "" : turns.get(turn++ % turns.size());
    }

    private static List<String> fitting(String set) {
        Regex regex = Regex.of(set);
        List<String> fitting = CHARACTERS.stream()
                .map(Character::toString)
                .filter(regex::fits)
                .limit(10)
                .toList();
        List<String> digits = fitting.stream()
                .filter(each -> Character.isDigit(each.charAt(0)))
                .toList();
        return digits.isEmpty() ? fitting : digits;
    }
}
