package omega.fetcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Plain tests: Surefire passes over rules declared as {@code @ArchTest} fields without a word. */
class WallsTest {
    private static final JavaClasses FETCHER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("omega.fetcher");

    /** The stages in order; each knows those before it that hand over to it, none knows one that comes after. */
    @Test
    void stagesKnowOnlyThoseBeforeThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("discover")
                .definedBy("omega.fetcher.discover..")
                .layer("archive")
                .definedBy("omega.fetcher.archive..")
                .layer("inspect")
                .definedBy("omega.fetcher.inspect..")
                .layer("cut")
                .definedBy("omega.fetcher.cut..")
                .layer("parse")
                .definedBy("omega.fetcher.parse..")
                .layer("emit")
                .definedBy("omega.fetcher.emit..")
                .layer("settle")
                .definedBy("omega.fetcher.settle..")
                .layer("show")
                .definedBy("omega.fetcher.show..")
                .whereLayer("show")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("settle")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("discover")
                .mayOnlyBeAccessedByLayers("settle", "show")
                .whereLayer("archive")
                .mayOnlyBeAccessedByLayers("discover", "inspect", "settle", "show")
                .whereLayer("cut")
                .mayOnlyBeAccessedByLayers("emit", "settle")
                .whereLayer("inspect")
                .mayOnlyBeAccessedByLayers("cut", "emit", "settle")
                .whereLayer("parse")
                .mayOnlyBeAccessedByLayers("emit", "settle", "show")
                .whereLayer("emit")
                .mayOnlyBeAccessedByLayers("parse", "settle")
                .check(FETCHER);
    }

    @Test
    void theLedgerIsANounThatKnowsNoLaterStage() {
        noClasses()
                .that()
                .resideInAPackage("omega.fetcher.ledger..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "omega.fetcher.discover..",
                        "omega.fetcher.archive..",
                        "omega.fetcher.cut..",
                        "omega.fetcher.parse..",
                        "omega.fetcher.emit..",
                        "omega.fetcher.settle..",
                        "omega.fetcher.show..")
                .check(FETCHER);
    }

    /** Parser and emission speak to each other through one interface; the ledger is a noun that all stages share. */
    @Test
    void stagesDoNotGoInCircles() {
        slices().matching("omega.fetcher.(*)..")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(DescribedPredicate.alwaysTrue(), in("omega.fetcher.ledger"))
                .ignoreDependency(in("omega.fetcher.emit"), in("omega.fetcher.parse"))
                .check(FETCHER);
    }

    private static DescribedPredicate<JavaClass> in(String name) {
        return JavaClass.Predicates.resideInAPackage(name);
    }

    /** A rule that finds nothing to forbid would pass too. */
    @Test
    void theRulesCanFail() {
        assertThrows(
                AssertionError.class,
                () -> noClasses()
                        .that()
                        .resideInAPackage("omega.fetcher.settle..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("omega.fetcher.emit..")
                        .check(FETCHER));
    }
}
