package omega.catalogue;

import java.util.List;
import java.util.stream.Collectors;

/** A pack that cannot be used; tells every fault, not the first only. */
public final class PackException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<PackFault> faults;

    PackException(List<PackFault> faults) {
        super(faults.stream()
                .map(PackFault::toString)
                .collect(Collectors.joining("\n  ", "the catalogue pack has faults:\n  ", "")));
        this.faults = List.copyOf(faults);
    }

    public List<PackFault> faults() {
        return faults;
    }
}
