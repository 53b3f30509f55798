package omega.ws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The core knows no framework, and time is injected. */
@AnalyzeClasses(packages = "omega.ws", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
    @ArchTest
    static final ArchRule THE_CORE_IS_PURE = noClasses()
            .that()
            .resideInAnyPackage("omega.ws.xml", "omega.ws.contract", "omega.ws.translate", "omega.ws.describe")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "org.apache..", "org.jdbi..", "omega.runtime..");

    @ArchTest
    static final ArchRule CONTRACTS_KNOW_NO_JSON = noClasses()
            .that()
            .resideInAPackage("omega.ws.contract")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml..", "omega.ws.translate");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Service)");

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now");
}
