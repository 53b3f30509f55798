package omega.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Plain tests: Surefire passes over rules declared as {@code @ArchTest} fields without a word. */
class WallsTest {
    private static final JavaClasses SIMULATOR = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("omega.simulator");

    /** With one codec on both sides, a misreading would pass every test. */
    @Test
    void linesHaveAWriterOfTheirOwn() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("omega.layout..")
                .check(SIMULATOR);
    }

    @Test
    void noServiceOfOursIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("omega.fetcher..", "omega.channel..", "omega.event..", "omega.sandbox..")
                .check(SIMULATOR);
    }

    @Test
    void stagesHaveNoCycles() {
        slices().matching("omega.simulator.(*)..").should().beFreeOfCycles().check(SIMULATOR);
    }
}
