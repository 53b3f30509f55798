package omega.submitter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Check, plan and write are pure, and each stage knows only those that it takes its values from. */
class WallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("omega.submitter");

    @Test
    void thereAreClassesToLookAt() {
        assertTrue(CLASSES.size() > 20, "found " + CLASSES.size());
    }

    @Test
    void checkKnowsThePackOnly() {
        only("check", "omega.catalogue", "omega.calendar", "omega.clock").check(CLASSES);
    }

    @Test
    void planKnowsTheCalendarAndPrioritiesOnly() {
        only("plan", "omega.submitter.check", "omega.calendar", "omega.clock").check(CLASSES);
    }

    @Test
    void writeKnowsThePackAndSoundRequestsOnly() {
        only("write", "omega.submitter.check", "omega.catalogue", "omega.clock").check(CLASSES);
    }

    @Test
    void acceptKnowsNothingOfWhatComesAfterwards() {
        noClasses()
                .that()
                .resideInAPackage("omega.submitter.accept")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "omega.submitter.plan",
                        "omega.submitter.write",
                        "omega.submitter.book",
                        "omega.submitter.deposit",
                        "omega.submitter.hear",
                        "omega.submitter.show")
                .check(CLASSES);
    }

    @Test
    void noStageKnowsWhatIsShown() {
        noClasses()
                .that()
                .resideOutsideOfPackage("omega.submitter.show")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("omega.submitter.show")
                .check(CLASSES);
    }

    private static ArchRule only(String stage, String... others) {
        String[] known = java.util.Arrays.copyOf(others, others.length + 3);
        known[others.length] = "omega.submitter." + stage;
        known[others.length + 1] = "java..";
        known[others.length + 2] = "org.jspecify..";
        return classes()
                .that()
                .resideInAPackage("omega.submitter." + stage)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(known);
    }

    @Test
    void onlyADeadlineIsMonotonic() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Deadline")
                .should()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }
}
