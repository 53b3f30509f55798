package omega.channel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Plain tests: Surefire 3.5.3 passes over rules declared as {@code @ArchTest} fields without a word. */
class WallsTest {
    private static final JavaClasses CHANNEL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("omega.channel");

    @Test
    void theSshLibraryStaysInside() {
        noClasses()
                .that()
                .resideOutsideOfPackage("omega.channel.sftp")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("net.schmizz..", "com.hierynomus..")
                .check(CHANNEL);
    }

    @Test
    void packagesDoNotGoInCircles() {
        slices().matching("omega.(**)").should().beFreeOfCycles().check(CHANNEL);
    }
}
