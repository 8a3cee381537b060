package profundo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// One that we are measured beside, in a process of its own: its libraries must not meet ours.
///
/// @param name as people know it
/// @param command starts a [Worker]
/// @param isThere whether it is installed
/// @param remedy the command that brings it
record Peer(String name, List<String> command, boolean isThere, String remedy) {
  private static final String PYTHON = "/usr/bin/python3";

  /// Prints PyTorch's version, and fails without OpenBLAS: with Debian's plain BLAS its matrix
  /// products take ten times as long, which would be no comparison.
  private static final String PROBE =
      "import torch; torch.ones(2, 2) @ torch.ones(2, 2); "
          + "assert 'openblas' in open('/proc/self/maps').read(); print(torch.__version__)";

  /// Debian's Python with PyTorch, running one of our scripts.
  static Peer python(Path script, List<String> words) throws IOException, InterruptedException {
    var command = Stream.concat(Stream.of(PYTHON, script.toString()), words.stream()).toList();
    var probe = List.of(PYTHON, "-c", PROBE);
    var version = Files.isExecutable(Path.of(PYTHON)) ? said(probe) : "";
    return new Peer(
        ("PyTorch " + version).strip(),
        command,
        !version.isEmpty(),
        "apt-get install python3-torch libopenblas0-openmp");
  }

  /// A Maven project of its own under `bench/peers`.
  static Peer java(String name, Path project, String main, List<String> words) {
    var libraries = project.resolve("target/lib");
    var command = Stream.concat(java(libraries + "/*", main).stream(), words.stream()).toList();
    return new Peer(
        name, command, Files.isDirectory(libraries), "./profundo mvn -q -f bench/peers package");
  }

  /// Starts a Java program with the settings of our own command.
  static List<String> java(String classPath, String main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+UseSerialGC",
        "-cp",
        classPath,
        main);
  }

  /// What a process prints; nothing if it fails.
  private static String said(List<String> command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var answers = process.inputReader()) {
      var said = answers.readAllAsString().strip();
      return process.waitFor() == 0 ? said : "";
    }
  }
}
