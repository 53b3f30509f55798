package omega.runtime;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The clock and the catalogue of a process. */
@Singleton
public final class Foundation {
    private Foundation() {}

    /** The clock of this process: real, or the sandbox's. */
    @Produces
    @Singleton
    static OmegaClock clock(@ConfigProperty(name = "omega.clock.file") Optional<Path> file) {
        return file.map(OmegaClock::following).orElseGet(OmegaClock::real);
    }

    /** The pack: the built-in one, overridden by the directory {@code OMEGA_CATALOGUE}. */
    @Produces
    @Singleton
    static Catalogue catalogue(@ConfigProperty(name = "omega.catalogue") Optional<Path> directory) {
        return Catalogue.load(directory);
    }
}
