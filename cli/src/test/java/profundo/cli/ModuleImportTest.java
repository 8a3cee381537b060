package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `import module profundo` brings every exported type in by its simple name: where two share one,
/// neither can be named.
class ModuleImportTest {
  @Test
  void noTwoTypesShareAName() {
    var places = System.getProperty("java.class.path").split(File.pathSeparator);
    var types =
        Stream.of(places)
            .filter(place -> !place.endsWith(".jar") || place.contains("profundo-"))
            .flatMap(place -> ModuleFinder.of(Path.of(place)).findAll().stream())
            .filter(module -> module.descriptor().name().matches("profundo\\..*"))
            .flatMap(ModuleImportTest::exported)
            .collect(Collectors.groupingBy(Class::getSimpleName));
    assertThat(types).containsKeys("Tensor", "Net", "Loader", "Fit");
    assertThat(types.values()).filteredOn(sharing -> sharing.size() > 1).isEmpty();
  }

  private static Stream<Class<?>> exported(ModuleReference module) {
    var packages =
        module.descriptor().exports().stream()
            .filter(exports -> !exports.isQualified())
            .map(Exports::source)
            .toList();
    try (var reader = module.open();
        var files = reader.list()) {
      List<Class<?>> types =
          files
              .filter(file -> file.matches("[^$-]*\\.class"))
              .map(file -> file.replace(".class", "").replace('/', '.'))
              .filter(name -> packages.contains(name.substring(0, name.lastIndexOf('.'))))
              .<Class<?>>map(ModuleImportTest::type)
              .filter(type -> Modifier.isPublic(type.getModifiers()))
              .toList();
      return types.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, false, ModuleImportTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
