package profundo.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import profundo.data.image.Images;
import profundo.models.Mlp;
import profundo.nn.Net;
import profundo.tensor.Tensor;
import profundo.train.metric.Accuracy;

/// The public classes of the library and what can be called of them, found where they were compiled
/// to: what is added tomorrow is swept tomorrow.
final class Surface {
  private static final List<Class<?>> ROOTS =
      List.of(Tensor.class, Net.class, Images.class, Mlp.class, Accuracy.class);

  /// Not called, and why.
  private static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry("profundo.tensor.Threads.set", "its threads outlive the call"),
          Map.entry("profundo.tensor.Threads.setOwn", "its threads outlive the call"),
          Map.entry("profundo.base.FolderTree", "deletes and fills whole folders"),
          Map.entry("profundo.base.Text.format", "a pattern is the code's own, as in String"),
          Map.entry("profundo.models.CharRnn.write", "writes as much as it is told"),
          Map.entry("profundo.models.Vae.logEvidence", "draws as often as it is told"),
          Map.entry("profundo.models.BeamSearch.search", "searches as far as it is told"),
          Map.entry("profundo.data.source.Sources", "asks the network"),
          Map.entry("profundo.data.TensorDataset.read", "the loader gives it room"),
          Map.entry("profundo.data.image.Images.read", "the loader gives it room"),
          Map.entry("profundo.data.text.Windows.read", "the loader gives it room"),
          Map.entry("profundo.data.Dataset.read", "the loader gives it room"),
          Map.entry("profundo.train.StopSignal", "holds the end of the process"),
          Map.entry("profundo.train.progress.Terminal", "writes to the terminal"),
          Map.entry("profundo.train.Fit", "trains for as long as it is told"),
          Map.entry("profundo.train.Run", "trains for as long as it is told"));

  private static final Set<String> NOT_EXPORTED = Set.of("profundo.data.shared");

  private final List<Executable> members;

  private Surface(List<Executable> members) {
    this.members = members;
  }

  /// Everything public in the modules of the library below its recipes.
  static Surface whole() {
    return new Surface(
        ROOTS.stream()
            .flatMap(Surface::compiledBeside)
            .filter(Surface::isExported)
            .filter(Surface::isPublic)
            .sorted(Comparator.comparing(Class::getName))
            .flatMap(Surface::membersOf)
            .toList());
  }

  /// As [#whole()] with what a sweep does not call; for calls that end at their arguments.
  static List<Executable> everything(Set<String> packages) {
    return ROOTS.stream()
        .flatMap(Surface::compiledBeside)
        .filter(Surface::isExported)
        .filter(type -> isIn(packages, type) && isPublic(type))
        .sorted(Comparator.comparing(Class::getName))
        .flatMap(Surface::declared)
        .sorted(Comparator.comparing(Executable::toGenericString))
        .toList();
  }

  /// What can be called of the classes in these packages.
  List<Executable> in(Set<String> packages) {
    return members.stream().filter(member -> isIn(packages, member.getDeclaringClass())).toList();
  }

  private static boolean isIn(Set<String> packages, Class<?> type) {
    var own = type.getPackageName();
    return packages.stream().anyMatch(one -> own.equals(one) || own.startsWith(one + "."));
  }

  private static boolean isExported(Class<?> type) {
    return !NOT_EXPORTED.contains(type.getPackageName());
  }

  /// What can be called of this class.
  List<Executable> of(Class<?> type) {
    return members.stream().filter(member -> member.getDeclaringClass() == type).toList();
  }

  static String name(Executable member) {
    var owner = member.getDeclaringClass().getName();
    return member instanceof Method ? owner + "." + member.getName() : owner + ".new";
  }

  private static boolean isPublic(Class<?> type) {
    for (var outer = type; outer != null; outer = outer.getEnclosingClass()) {
      if (!Modifier.isPublic(outer.getModifiers())) {
        return false;
      }
    }
    return !type.isAnonymousClass() && !type.isSynthetic();
  }

  private static Stream<Executable> membersOf(Class<?> type) {
    return declared(type)
        .filter(member -> !isLeftOut(member))
        .sorted(Comparator.comparing(Executable::toGenericString));
  }

  private static Stream<Executable> declared(Class<?> type) {
    var members = new ArrayList<Executable>();
    if (!Modifier.isAbstract(type.getModifiers())) {
      members.addAll(List.of(type.getConstructors()));
    }
    Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .forEach(members::add);
    return members.stream();
  }

  private static boolean isLeftOut(Executable member) {
    return LEFT_OUT.containsKey(name(member))
        || member.getDeclaringClass().isEnum() && Modifier.isStatic(member.getModifiers())
        || LEFT_OUT.containsKey(member.getDeclaringClass().getName())
        || Arrays.stream(member.getParameterTypes())
            .anyMatch(type -> LEFT_OUT.containsKey(type.getName()))
        || Arrays.stream(member.getGenericParameterTypes()).anyMatch(Surface::isErased);
  }

  /// Reflection could pass what a compiler would not.
  private static boolean isErased(Type type) {
    return type instanceof TypeVariable<?> variable
        && (variable.getBounds().length > 1 || variable.getGenericDeclaration() instanceof Class);
  }

  private static Stream<Class<?>> compiledBeside(Class<?> root) {
    try {
      var place = Path.of(root.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        return classesIn(place, root).stream();
      }
      try (var jar = FileSystems.newFileSystem(place)) {
        return classesIn(jar.getPath("/"), root).stream();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Class<?>> classesIn(Path folder, Class<?> root) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(file -> file.startsWith("profundo/") && file.endsWith(".class"))
          .map(file -> file.substring(0, file.length() - 6).replace('/', '.'))
          .<Class<?>>map(name -> load(name, root))
          .collect(Collectors.toList());
    }
  }

  private static Class<?> load(String name, Class<?> root) {
    try {
      return Class.forName(name, false, root.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The ways to come by an object of this type: constructors, and static methods that give one.
  List<Executable> makersOf(Class<?> type) {
    return members.stream()
        .filter(member ->
            switch (member) {
              case Constructor<?> made -> type.isAssignableFrom(made.getDeclaringClass());
              case Method method ->
                  Modifier.isStatic(method.getModifiers())
                      && type.isAssignableFrom(method.getReturnType());
            })
        .toList();
  }
}
