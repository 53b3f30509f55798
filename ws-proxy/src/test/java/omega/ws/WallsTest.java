package omega.ws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The translation knows no framework, and contracts know no JSON. */
class WallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("omega.ws");

    @Test
    void theTranslationIsPure() {
        noClasses()
                .that()
                .resideInAnyPackage("omega.ws.xml", "omega.ws.contract", "omega.ws.translate")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "org.apache..", "org.jdbi..", "omega.runtime..")
                .check(CLASSES);
    }

    @Test
    void contractsKnowNoJson() {
        noClasses()
                .that()
                .resideInAPackage("omega.ws.contract")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml..", "omega.ws.translate")
                .check(CLASSES);
    }
}
