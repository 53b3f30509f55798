package omega;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/**
 * Which package may know which, and what no class may do. Plain tests: Surefire passes over rules declared as {@code @ArchTest} fields
 * without a word.
 */
class WallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("omega");

    @Test
    void thereAreClassesToLookAt() {
        assertTrue(CLASSES.size() > 50, "found " + CLASSES.size());
    }

    @Test
    void theKernelKnowsOnlyLayoutsAndParis() {
        ArchRule rule = only("omega.layout", "omega.catalogue", "omega.clock");
        rule.check(CLASSES);
    }

    @Test
    void theCalendarIsPure() {
        ArchRule rule = only("omega.calendar", "omega.clock");
        rule.check(CLASSES);
    }

    @Test
    void theClockKnowsNothingElse() {
        ArchRule rule = only("omega.clock");
        rule.check(CLASSES);
    }

    @Test
    void eventsAreNames() {
        ArchRule rule = only("omega.event");
        rule.check(CLASSES);
    }

    @Test
    void theLifelineHangsOnNothing() {
        ArchRule rule = only("omega.lifeline");
        rule.check(CLASSES);
    }

    @Test
    void theCatalogueIsYamlAndNoMore() {
        ArchRule rule =
                only("omega.catalogue", "omega.calendar", "omega.clock", "omega.event", "com.fasterxml.jackson..");
        rule.check(CLASSES);
    }

    @Test
    void contractsAreMadeOfTheCatalogue() {
        ArchRule rule = only("omega.contract", "omega.catalogue", "omega.event", "com.fasterxml.jackson..");
        rule.check(CLASSES);
    }

    @Test
    void theKernelIsFreeOfLibraries() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("omega.layout")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com..");
        rule.check(CLASSES);
    }

    /** A package may depend on the JDK, on annotations of nullness and on what is named. */
    private static ArchRule only(String subject, String... others) {
        String[] allowed = new String[others.length + 3];
        System.arraycopy(others, 0, allowed, 0, others.length);
        allowed[others.length] = subject;
        allowed[others.length + 1] = "java..";
        allowed[others.length + 2] = "org.jspecify..";
        return classes()
                .that()
                .resideInAPackage(subject)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }
}
