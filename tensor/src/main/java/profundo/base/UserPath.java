package profundo.base;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// A path from outside the program: of an environment variable, or the user's home folder.
///
/// Java reads both by the character set of the locale that it was started in. Under `LC_ALL=C`, the
/// default of many containers, an accent is lost on the way, and the path leads nowhere.
public final class UserPath {
  private static final Text TEXT = Text.of(UserPath.class);

  private UserPath() {}

  /// The path of this text.
  ///
  /// @throws ProfundoException if the locale has not all of its characters; it names the remedy
  public static Path of(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new ProfundoException(TEXT.get("path.locale", text), e);
    }
  }

  /// A file inside a folder, by its name or its way there, such as `images/7.png`.
  ///
  /// @throws ProfundoException if the name leads out of the folder, or no file can be called so
  public static Path inside(Path folder, String name) {
    Given.require("folder", folder);
    Given.require("name", name);
    try {
      var home = folder.toAbsolutePath().normalize();
      var file = home.resolve(name).normalize();
      if (file.startsWith(home) && !file.equals(home)) {
        return folder.resolve(name);
      }
      throw new ProfundoException(TEXT.get("path.outside", name, folder));
    } catch (InvalidPathException e) {
      throw new ProfundoException(TEXT.get("path.locale", name), e);
    }
  }

  /// The home folder of this process's user.
  ///
  /// @param remedy the variable that names another folder, such as `PROFUNDO_HOME`
  /// @throws ProfundoException if the system knows none, as of a container's user without a name
  public static Path home(String remedy) {
    return home(System.getProperty("user.home", ""), remedy);
  }

  /// As [#home(String)], where Java calls the home folder so.
  public static Path home(String userHome, String remedy) {
    if (userHome.isBlank() || userHome.equals("?")) {
      throw new ProfundoException(TEXT.get("path.noHome", remedy));
    }
    return of(userHome);
  }
}
