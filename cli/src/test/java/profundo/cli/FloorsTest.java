package profundo.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.PrintStream;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;

class FloorsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("profundo");

  @Test
  void aFloorUsesOnlyTheFloorsBelowIt() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("tensor")
        .definedBy("profundo.base..", "profundo.tensor..")
        .layer("nn")
        .definedBy("profundo.nn..", "profundo.optim..")
        .layer("data")
        .definedBy("profundo.data..")
        .layer("models")
        .definedBy("profundo.models..")
        .layer("train")
        .definedBy("profundo.train..")
        .layer("lab")
        .definedBy("profundo.lab..")
        .layer("recipes")
        .definedBy("profundo.recipes..")
        .layer("cli")
        .definedBy("profundo.cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("recipes")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("lab")
        .mayOnlyBeAccessedByLayers("recipes", "cli")
        .whereLayer("train")
        .mayOnlyBeAccessedByLayers("lab", "recipes", "cli")
        .whereLayer("models")
        .mayOnlyBeAccessedByLayers("lab", "recipes", "cli")
        .whereLayer("data")
        .mayOnlyBeAccessedByLayers("train", "lab", "recipes", "cli")
        .whereLayer("nn")
        .mayOnlyBeAccessedByLayers("models", "train", "lab", "recipes", "cli")
        .check(CLASSES);
  }

  @Test
  void noRecipeNamesAnother() {
    slices().matching("profundo.recipes.(*)..").should().notDependOnEachOther().check(CLASSES);
  }

  @Test
  void thePackagesOfTheLabGoRoundInNoCircle() {
    slices().matching("profundo.lab.(*)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheTensorFloorNamesTheBinding() {
    noClasses()
        .that()
        .resideOutsideOfPackage("profundo.tensor..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(CLASSES);
  }

  /// A number that the JVM's locale writes has a comma for decimals beside English or Spanish
  /// words.
  @Test
  void noNumberIsWrittenByTheMachinesLocale() {
    noClasses()
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(PrintStream.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
        .check(CLASSES);
  }
}
