package profundo.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.base.ProfundoException;
import profundo.sweep.Arguments.UnmakeableException;
import profundo.tensor.Scope;

/// Everything public above the tensors that is given null where it wants something says so in a
/// sentence, by the argument's name. (`NullArgumentsTest` has the tensors.)
class NullsTest {
  private static final Set<String> PACKAGES =
      Set.of("profundo.nn", "profundo.optim", "profundo.data", "profundo.train");

  private static final int TRIES = 400;

  @TempDir Path folder;

  @Test
  void nullIsNamedEverywhere() throws Exception {
    var surface = Surface.whole();
    var journal = Journal.open(folder.resolve("journal"));
    var files = Files.createDirectories(folder.resolve("files"));
    var wrong = new ArrayList<String>();
    int asked = 0;
    for (var member : Surface.everything(PACKAGES)) {
      for (int i = 0; i < member.getParameterCount(); i++) {
        if (isWanted(member, i)) {
          asked++;
          var said = said(surface, member, i, journal, files);
          if (!said.isEmpty()) {
            wrong.add(Surface.name(member) + " " + member.getParameters()[i] + ": " + said);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(asked).isGreaterThan(300);
  }

  private static boolean isWanted(Executable member, int place) {
    var parameter = member.getParameters()[place];
    var owner = member.getDeclaringClass();
    return !parameter.getType().isPrimitive()
        && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)
        && !Modifier.isAbstract(member.getModifiers())
        && !(owner.isRecord() && member instanceof Constructor)
        && !owner.isEnum()
        && !owner.getSimpleName().endsWith("Exception")
        && !member.getName().equals("equals");
  }

  /// Nothing if the sentence with the name is thrown: at once, or with what else is given made as
  /// it should be.
  private static String said(
      Surface surface, Executable member, int absent, Journal journal, Path files)
      throws Exception {
    var bare = bareCall(member, absent);
    for (int i = 0; i < TRIES && !bare.isEmpty(); i++) {
      journal.begin(i);
      var numbers = new RandomNumbers(new SplittableRandom(i), 0);
      var arguments = new Arguments(surface, numbers, journal, files);
      try (var _ = Scope.open()) {
        arguments.call(member, absent);
      } catch (UnmakeableException _) {
        continue;
      } catch (InvocationTargetException e) {
        if (isNamed(member, absent, e.getCause())) {
          return "";
        }
      } finally {
        for (var closeable : arguments.made.reversed()) {
          closeable.close();
        }
      }
    }
    return bare;
  }

  private static String bareCall(Executable member, int absent)
      throws ReflectiveOperationException {
    var types = member.getParameterTypes();
    var arguments = new @Nullable Object[types.length];
    try (var _ = Scope.open()) {
      boolean isStatic = Modifier.isStatic(member.getModifiers()) || member instanceof Constructor;
      var receiver = isStatic ? null : Bare.of(member.getDeclaringClass());
      if (!isStatic && receiver == null) {
        return "no receiver";
      }
      for (int i = 0; i < types.length; i++) {
        arguments[i] = i == absent ? null : Bare.of(types[i]);
      }
      Object _ =
          switch (member) {
            case Constructor<?> made -> made.newInstance(arguments);
            case Method method -> method.invoke(receiver, arguments);
          };
      return "nothing thrown";
    } catch (InvocationTargetException e) {
      return isNamed(member, absent, e.getCause()) ? "" : String.valueOf(e.getCause());
    }
  }

  private static boolean isNamed(Executable member, int absent, @Nullable Throwable thrown) {
    return thrown instanceof ProfundoException
        && String.valueOf(thrown.getMessage())
            .contains(member.getParameters()[absent].getName() + " is null.");
  }
}
