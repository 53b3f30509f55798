package omega.bench;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers as people read them: three digits that count. */
final class Figure {
    private Figure() {}

    static String show(double value) {
        double size = Math.abs(value);
        if (size >= 1e6) {
            return digits(value / 1e6) + " M";
        }
        return size >= 1e4 ? digits(value / 1e3) + " k" : digits(value);
    }

    private static String digits(double value) {
        double size = Math.abs(value);
        String form = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, form, value);
    }

    static String show(Map<String, Double> figures) {
        return figures.entrySet().stream()
                .map(each -> show(each.getValue()) + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }
}
