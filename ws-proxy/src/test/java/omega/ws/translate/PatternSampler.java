package omega.ws.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts that fit a regular expression of XML Schema; knows the common part of the language. */
final class PatternSampler {
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
        char c = source.charAt(at++);
        return switch (c) {
            case 'd' -> String.valueOf(random.nextInt(10));
            case 'w', 'c', 'i' -> String.valueOf((char) ('a' + random.nextInt(26)));
            case 's' -> " ";
            case 'p' -> {
                at = source.indexOf('}', at) + 1;
                yield String.valueOf((char) ('A' + random.nextInt(26)));
            }
            default -> String.valueOf(c);
        };
    }

    private String set() {
        boolean negated = source.charAt(at) == '^';
        if (negated) {
            at++;
        }
        List<String> choices = new ArrayList<>();
        String excluded = "";
        while (source.charAt(at) != ']') {
            if (source.charAt(at) == '-' && source.charAt(at + 1) == '[') {
                int end = source.indexOf(']', at);
                excluded = source.substring(at + 2, end);
                at = end + 1;
                continue;
            }
            String from = source.charAt(at) == '\\' ? escaped() : String.valueOf(source.charAt(at++));
            if (source.charAt(at) == '-' && source.charAt(at + 1) != ']' && source.charAt(at + 1) != '[') {
                at++;
                char to = source.charAt(at++);
                for (char each = from.charAt(0); each <= to; each++) {
                    choices.add(String.valueOf(each));
                }
            } else {
                choices.add(from);
            }
        }
        at++;
        if (negated) {
            String forbidden = String.join("", choices);
            List<String> others = new ArrayList<>();
            "abcXYZ019_é-".chars().forEach(each -> {
                if (forbidden.indexOf(each) < 0) {
                    others.add(Character.toString(each));
                }
            });
            choices = others;
        }
        String without = excluded;
        choices.removeIf(each -> without.contains(each));
        return choices.get(random.nextInt(choices.size()));
    }

    private String escaped() {
        at++;
        return escape();
    }
}
