package omega.tracker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** What is decided is decided by pure functions, and no stage knows a later one. */
class WallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("omega.tracker");

    @Test
    void thereAreClassesToLookAt() {
        assertTrue(CLASSES.size() > 40, "found " + CLASSES.size());
    }

    @Test
    void matchingIsPure() {
        only("match", "omega.tracker.hear", "omega.catalogue").check(CLASSES);
    }

    @Test
    void foldingIsPure() {
        only("decide", "omega.tracker.hear", "omega.catalogue", "omega.calendar", "omega.clock")
                .check(CLASSES);
    }

    @Test
    void noStageKnowsALaterOne() {
        knowsNot("hear", "match", "decide", "keep", "tell", "show").check(CLASSES);
        knowsNot("keep", "tell", "show").check(CLASSES);
        knowsNot("tell", "show").check(CLASSES);
    }

    private static ArchRule only(String stage, String... others) {
        String[] known = java.util.Arrays.copyOf(others, others.length + 3);
        known[others.length] = "omega.tracker." + stage;
        known[others.length + 1] = "java..";
        known[others.length + 2] = "org.jspecify..";
        return classes()
                .that()
                .resideInAPackage("omega.tracker." + stage)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(known);
    }

    private static ArchRule knowsNot(String stage, String... later) {
        return noClasses()
                .that()
                .resideInAPackage("omega.tracker." + stage)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(java.util.Arrays.stream(later)
                        .map(each -> "omega.tracker." + each)
                        .toArray(String[]::new));
    }
}
