package profundo.cli;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import profundo.base.Text;
import profundo.lab.Recipes;
import profundo.lab.UsageException;

/// What a project is called.
///
/// @param recipe the name of its recipe, such as `my-resnet`
/// @param packageName the package of its classes: the same without hyphens
record ProjectName(String recipe, String packageName) {
  private static final Text TEXT = Text.of(ProjectName.class);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");
  private static final Pattern EDGES = Pattern.compile("^-+|-+$");

  /// A name that a person gives.
  ///
  /// @throws UsageException if no package can be called so, or a recipe of Profundo's is
  static ProjectName of(String name) {
    var packageName = name.replace("-", "");
    if (!NAME.matcher(name).matches() || !SourceVersion.isName(packageName)) {
      throw new UsageException(TEXT, "new.noName", name);
    }
    if (packageName.equals("profundo") || Recipes.named(name).isPresent()) {
      throw new UsageException(TEXT, "new.nameTaken", name);
    }
    return new ProjectName(name, packageName);
  }

  /// The name that follows from a folder's: in small letters without accents, words parted by
  /// hyphens.
  static ProjectName ofFolder(String folder) {
    var plain = MARKS.matcher(Normalizer.normalize(folder, Normalizer.Form.NFD)).replaceAll("");
    var hyphened = OTHERS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-");
    var name = EDGES.matcher(hyphened).replaceAll("");
    return of(name.isEmpty() ? folder : name);
  }
}
