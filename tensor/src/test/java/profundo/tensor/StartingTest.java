package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How libtorch starts where a program is put together in other ways than here, and what is said
/// where it cannot.
class StartingTest {
  private static final List<String> CLASS_PATH =
      List.of(System.getProperty("java.class.path").split(File.pathSeparator));

  private static final String ALLOWED = "--enable-native-access=ALL-UNNAMED";

  private static final String ARTEFACT = "io.github.profundo:profundo-natives-";

  @TempDir Path folder;

  private record Ended(int status, List<String> out, List<String> err) {}

  private Ended java(Map<String, String> environment, List<String> arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    var out = folder.resolve("out");
    var err = folder.resolve("err");
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new Ended(process.waitFor(), lines(out), lines(err));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.UTF_8);
  }

  private static String classPath(Stream<String> places) {
    return String.join(File.pathSeparator, places.toList());
  }

  private static boolean isNative(String place) {
    return place.matches(".*(linux|macosx|windows)-(x86_64|arm64)(-gpu)?\\.jar");
  }

  @Test
  void whatKeepsTheNativesFromLoadingIsOneSentenceByEveryWayIn() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "");
    var ended =
        java(
            Map.of("PROFUNDO_CACHE", file.toString()),
            List.of(ALLOWED, "-cp", classPath(CLASS_PATH.stream()), EveryEntry.class.getName()));
    assertThat(ended.out())
        .singleElement()
        .asString()
        .startsWith("The native libraries cannot be unpacked into " + file.resolve("native"))
        .endsWith("or set PROFUNDO_CACHE to a folder that is.");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void refusedNativeAccessSaysWhichFlagAllowsIt() throws Exception {
    var ended =
        java(
            Map.of(),
            List.of(
                "--illegal-native-access=deny",
                "-cp",
                classPath(CLASS_PATH.stream()),
                EveryEntry.class.getName()));
    assertThat(ended.out())
        .singleElement()
        .asString()
        .startsWith("This JVM refuses native code (")
        .endsWith("): start it with --enable-native-access=ALL-UNNAMED.");
  }

  @Test
  void withoutTheNativeJarsTheirNamesAreSaid() throws Exception {
    var ended =
        java(
            Map.of(),
            List.of(
                ALLOWED,
                "-cp",
                classPath(CLASS_PATH.stream().filter(place -> !isNative(place))),
                EveryEntry.class.getName()));
    assertThat(ended.out())
        .singleElement()
        .asString()
        .startsWith("The native libraries are not on the class path: add " + ARTEFACT)
        .endsWith(" to the program's dependencies.");
  }

  @Test
  void theyAreSaidInSpanishToo() throws Exception {
    var ended =
        java(
            Map.of("PROFUNDO_LANG", "es"),
            List.of(
                ALLOWED,
                "-cp",
                classPath(CLASS_PATH.stream().filter(place -> !isNative(place))),
                EveryEntry.class.getName()));
    assertThat(ended.out())
        .singleElement()
        .asString()
        .startsWith("Las bibliotecas nativas no están en la ruta de clases: agregue " + ARTEFACT)
        .endsWith(" a las dependencias del programa.");
  }

  /// NNPACK, which libtorch tries for small convolutions on one thread, knows few processors.
  @Test
  void whatLibtorchSaysToItsOwnLogIsNotPrinted() throws Exception {
    var program = SmallConvolution.class.getName();
    var ended =
        java(
            Map.of("OMP_NUM_THREADS", "1"),
            List.of(ALLOWED, "-cp", classPath(CLASS_PATH.stream()), program));
    assertThat(ended.out()).containsExactly("[1, 4, 6, 6]");
    assertThat(ended.err()).isEmpty();
  }

  /// Nothing requires the modules of the natives, so they are on the path and not resolved.
  @Test
  void theModulePathNeedsNoFlags() throws Exception {
    assertThat(java(Map.of(), onModulePath(CLASS_PATH.stream())).out()).containsExactly("45");
    var without = CLASS_PATH.stream().filter(place -> !isNative(place));
    assertThat(java(Map.of(), onModulePath(without)).err())
        .anySatisfy(line ->
            assertThat(line)
                .contains("The native libraries are not on the module path: add " + ARTEFACT));
  }

  private static List<String> onModulePath(Stream<String> places) {
    var tests = CLASS_PATH.stream().filter(place -> place.endsWith("test-classes")).findFirst();
    var modules = places.filter(place -> place.matches(".*(bytedeco|tensor.target.classes).*"));
    return List.of(
        "-p",
        classPath(modules),
        "--patch-module",
        "profundo.tensor=" + tests.orElseThrow(),
        "-m",
        "profundo.tensor/" + FirstTensor.class.getName());
  }

  /// OpenBLAS has as many jobs as it was told threads, and they wait for each other.
  @ParameterizedTest
  @ValueSource(strings = {"OMP_THREAD_LIMIT=1", "OMP_DYNAMIC=true", "OMP_MAX_ACTIVE_LEVELS=0"})
  void productsAreWholeWhereOpenMpGivesFewerThreads(String setting) throws Exception {
    var variable = setting.split("=", 2);
    var ended =
        java(
            Map.of("OMP_NUM_THREADS", "3", variable[0], variable[1]),
            List.of(ALLOWED, "-cp", classPath(CLASS_PATH.stream()), Product.class.getName()));
    assertThat(ended.out()).containsExactly("343000000");
  }

  @Test
  void anAbsurdNumberOfThreadsIsRefused() throws Exception {
    var ended =
        java(
            Map.of("OMP_NUM_THREADS", "20000"),
            List.of(ALLOWED, "-cp", classPath(CLASS_PATH.stream()), EveryEntry.class.getName()));
    assertThat(ended.out())
        .containsExactly(
            "The environment variable OMP_NUM_THREADS is 20000, and a number of threads is 1 to"
                + " 1024: correct or unset it.");
  }

  /// libtorch of the GPU jar computes on a machine without a GPU, and says which files it misses.
  /// The jar is 455 MB, so that nothing downloads it for this test.
  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void theGpuNativesStart() throws Exception {
    var cpu = CLASS_PATH.stream().filter(place -> place.matches(".*pytorch-.*-linux-x86_64.jar"));
    var jar = cpu.findFirst().orElseThrow().replace(".jar", "-gpu.jar");
    assumeThat(Path.of(jar))
        .as(
            "SKIPPED: the GPU natives are not in the local repository; ./profundo mvn -P cuda brings them")
        .exists();
    var ended =
        java(
            Map.of("PROFUNDO_CACHE", folder.toString()),
            List.of(
                ALLOWED,
                "-cp",
                classPath(Stream.concat(CLASS_PATH.stream(), Stream.of(jar))),
                GpuNatives.class.getName()));
    assertThat(ended.out().getLast())
        .matches("(cuda:0|.*the GPU natives (need files|are loaded|cannot).*|The GPU natives .*)");
  }
}
