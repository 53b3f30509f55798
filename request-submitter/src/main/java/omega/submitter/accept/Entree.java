package omega.submitter.accept;

import java.util.List;
import omega.submitter.check.Demande;
import omega.submitter.check.DemandeFault;
import org.jspecify.annotations.Nullable;

/** Something that came in, whether or not a request can be read from it. */
public sealed interface Entree {
    /** Where it came from: {@code kafka:<topic>/<partition>/<offset>}, {@code rest}, {@code fichier:<name>:<line>}. */
    String source();

    /** Supplier code; null where none was given. */
    @Nullable
    String partenaire();

    /** A request, nothing of it checked. {@code fautes}: what its form alone has wrong; told with all the others. */
    record Lue(@Nullable String partenaire, Demande demande, List<DemandeFault> fautes, String source)
            implements Entree {}

    /** No request can be read from it. */
    record Illisible(@Nullable String partenaire, DemandeFault faute, String source) implements Entree {}
}
