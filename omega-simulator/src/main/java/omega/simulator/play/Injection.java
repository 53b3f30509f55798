package omega.simulator.play;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A fault that shall be in a publication; of a line fault, in how many lines. Written {@code CODE} or {@code CODE:count}. */
public record Injection(Fault fault, int nombre) {

    /** @throws IllegalArgumentException when {@code text} is no such thing */
    public static Injection parse(String text) {
        int colon = text.indexOf(':');
        String code = colon < 0 ? text : text.substring(0, colon);
        Fault fault = Arrays.stream(Fault.values())
                .filter(each -> each.name().equals(code.trim()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + code + "' is none of " + Arrays.toString(Fault.values())));
        int nombre = colon < 0 ? 1 : Integer.parseInt(text.substring(colon + 1).trim());
        if (nombre < 1 || (nombre > 1 && !fault.ofLines())) {
            throw new IllegalArgumentException("'" + text + "': only faults of lines have a count, of 1 or more");
        }
        return new Injection(fault, nombre);
    }

    /**
     * A list of faults for one publication.
     *
     * @throws IllegalArgumentException when two of them spoil the whole file: only one could be told
     */
    public static List<Injection> parse(List<String> texts) {
        List<Injection> injections = new ArrayList<>();
        texts.forEach(text -> injections.add(parse(text)));
        if (injections.stream().filter(each -> !each.fault().ofLines()).count() > 1) {
            throw new IllegalArgumentException("a publication takes one fault of the whole file, not " + texts);
        }
        return List.copyOf(injections);
    }

    @Override
    public String toString() {
        return fault.ofLines() ? fault + ":" + nombre : fault.toString();
    }
}
