package omega.endtoend;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds in every module; the walls inside a module are in its own WallsTest. */
class HouseTest {
    private static final Set<String> SERVICES =
            Set.of("omega.fetcher", "omega.submitter", "omega.tracker", "omega.ws", "omega.simulator", "omega.sandbox");
    private static JavaClasses all;

    @BeforeAll
    static void importAll() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            List<Path> compiled = modules.map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
            all = new ClassFileImporter().importPaths(compiled);
        }
    }

    @Test
    void everyServiceIsLookedAt() {
        Set<String> found = all.stream()
                .map(JavaClass::getPackageName)
                .flatMap(HouseTest::heads)
                .collect(toSet());
        assertTrue(found.containsAll(SERVICES), "only " + found);
    }

    private static Stream<String> heads(String name) {
        return SERVICES.stream().filter(service -> (name + ".").startsWith(service + "."));
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Service)")
                .check(all);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .check(all);
    }

    @Test
    void timeIsGiven() {
        noClasses()
                .that()
                .resideOutsideOfPackage("omega.clock")
                .should()
                .callMethodWhere(new DescribedPredicate<>("it asks the machine for the time") {
                    @Override
                    public boolean test(JavaMethodCall call) {
                        String owner = call.getTargetOwner().getName();
                        return switch (call.getName()) {
                            case "now" ->
                                owner.startsWith("java.time.")
                                        && call.getTarget().getRawParameterTypes().stream()
                                                .noneMatch(type -> type.isEquivalentTo(Clock.class));
                            case "systemUTC", "systemDefaultZone" -> owner.equals("java.time.Clock");
                            case "currentTimeMillis" -> owner.equals("java.lang.System");
                            default -> false;
                        };
                    }
                })
                .check(all);
    }

    /** They speak by topics, files and calls. */
    @Test
    void noServiceKnowsAnother() {
        for (String service : SERVICES) {
            noClasses()
                    .that()
                    .resideInAPackage(service + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(SERVICES.stream()
                            .filter(other -> !other.equals(service))
                            .map(other -> other + "..")
                            .toArray(String[]::new))
                    .check(all);
        }
    }

    /** Sandbox and channel are used inside Quarkus modules and alone. */
    @Test
    void someKnowNoFramework() {
        classes()
                .that()
                .resideInAnyPackage("omega.sandbox..", "omega.channel..", "omega.catalogue..", "omega.layout..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("io.quarkus..", "jakarta..")
                .check(all);
    }
}
