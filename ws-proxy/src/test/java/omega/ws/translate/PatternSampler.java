package omega.ws.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import omega.ws.contract.Regex;

/** Texts that fit a regular expression of XML Schema; knows the common part of the language. */
final class PatternSampler {
    private static final Map<String, List<String>> FITTING = new ConcurrentHashMap<>();
    private final String source;
    private final Random random;
    private int at;

    private PatternSampler(String source, Random random) {
        this.source = source;
        this.random = random;
    }

    static String sample(String pattern, Random random) {
        return new PatternSampler(pattern, random).alternatives();
    }

    private String alternatives() {
        List<String> branches = new ArrayList<>();
        branches.add(branch());
        while (at < source.length() && source.charAt(at) == '|') {
            at++;
            branches.add(branch());
        }
        return branches.get(random.nextInt(branches.size()));
    }

    private String branch() {
        StringBuilder text = new StringBuilder();
        while (at < source.length() && source.charAt(at) != '|' && source.charAt(at) != ')') {
            int start = at;
            String first = atom();
            int end = at;
            int[] times = quantity();
            int after = at;
            int n = times[0] + (times[1] > times[0] ? random.nextInt(Math.min(times[1] - times[0], 6) + 1) : 0);
            for (int i = 0; i < n; i++) {
                if (i == 0) {
                    text.append(first);
                } else {
                    at = start;
                    text.append(atom());
                    at = end;
                }
            }
            at = after;
        }
        return text.toString();
    }

    private int[] quantity() {
        if (at >= source.length()) {
            return new int[] {1, 1};
        }
        return switch (source.charAt(at)) {
            case '?' -> {
                at++;
                yield new int[] {0, 1};
            }
            case '*' -> {
                at++;
                yield new int[] {0, 9};
            }
            case '+' -> {
                at++;
                yield new int[] {1, 9};
            }
            case '{' -> {
                int end = source.indexOf('}', at);
                String[] parts = source.substring(at + 1, end).split(",", -1);
                at = end + 1;
                int min = Integer.parseInt(parts[0]);
                yield new int[] {
                    min, parts.length == 1 ? min : parts[1].isEmpty() ? min + 9 : Integer.parseInt(parts[1])
                };
            }
            default -> new int[] {1, 1};
        };
    }

    private String atom() {
        char c = source.charAt(at++);
        return switch (c) {
            case '(' -> {
                String inner = alternatives();
                at++;
                yield inner;
            }
            case '[' -> set();
            case '.' -> String.valueOf("aé9 x".charAt(random.nextInt(5)));
            case '\\' -> escape();
            default -> String.valueOf(c);
        };
    }

    private String escape() {
        int start = at - 1;
        char c = source.charAt(at++);
        if (c == 'p' || c == 'P') {
            at = source.indexOf('}', at) + 1;
        }
        return oneOf(source.substring(start, at));
    }

    private String set() {
        int start = at - 1;
        for (int depth = 1; depth > 0; at++) {
            switch (source.charAt(at)) {
                case '\\' -> at++;
                case '[' -> depth++;
                case ']' -> depth--;
                default -> {}
            }
        }
        return oneOf(source.substring(start, at));
    }

    /** A character that fits a set or an escape, mostly one of ASCII. */
    private String oneOf(String set) {
        List<String> all = FITTING.computeIfAbsent(set, _ -> {
            Regex regex = Regex.of(set);
            return IntStream.concat(IntStream.of('\t', '\n'), IntStream.range(0x20, 0x24F))
                    .filter(each -> each < 0x7F || each > 0x9F)
                    .mapToObj(Character::toString)
                    .filter(regex::fits)
                    .toList();
        });
        return all.get(random.nextInt(random.nextInt(10) == 0 ? all.size() : Math.min(all.size(), 70)));
    }
}
