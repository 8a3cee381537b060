package profundo.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The command as a process, with a store of its own and without the network.
///
/// @param home the folder that the store lies in
/// @param variables the environment's variables beside those
record Command(Path home, Map<String, String> variables) {
  Command(Path home) {
    this(home, Map.of());
  }

  /// What a command said.
  ///
  /// @param status its exit status
  /// @param out what it wrote for programs
  /// @param err what it wrote for people
  record Said(int status, String out, String err) {
    JsonNode json() {
      return new ObjectMapper().readTree(out);
    }
  }

  Process start(String... words) throws IOException {
    return start(List.of(), words);
  }

  /// Starts the command by another, such as one that sets limits.
  Process start(List<String> by, String... words) throws IOException {
    return start("profundo.cli.Main", by, words);
  }

  /// Starts a program of ours with the command's classes.
  Process start(String program, List<String> by, String... words) throws IOException {
    var command = new ArrayList<>(by);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Duser.language=" + Locale.ENGLISH,
            "-cp",
            classPath(),
            program));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command);
    builder.environment().put("PROFUNDO_HOME", home.toString());
    builder.environment().put("PROFUNDO_OFFLINE", "1");
    builder.environment().putAll(variables);
    return builder.start();
  }

  /// As the launcher puts it together.
  private String classPath() {
    var recipes = variables.getOrDefault("PROFUNDO_RECIPES", "");
    var own = System.getProperty("java.class.path");
    return recipes.isEmpty() ? own : own + File.pathSeparator + recipes;
  }

  Said run(String... words) throws Exception {
    return ended(start(words));
  }

  /// Runs the command by a shell: `"$@"` is the command.
  Said runBy(String script, String... words) throws Exception {
    return ended(start(List.of("sh", "-c", script, "sh"), words));
  }

  /// Kills one worker once some run has a checkpoint.
  static void killAWorker(Process process, Path home) throws Exception {
    for (int i = 0; i < 6000 && process.isAlive(); i++) {
      if (Files.isDirectory(home.resolve("runs"))) {
        try (var files = Files.walk(home.resolve("runs"))) {
          if (files.anyMatch(file -> file.endsWith("checkpoint.safetensors"))) {
            var worker = process.toHandle().children().findFirst();
            worker.orElseThrow().destroyForcibly();
            return;
          }
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no run came to a checkpoint");
  }

  static Said ended(Process process) throws Exception {
    process.getOutputStream().close();
    var err = new StringBuilder();
    var reader =
        Thread.ofPlatform()
            .start(() ->
                process
                    .errorReader(StandardCharsets.UTF_8)
                    .lines()
                    .forEach(l -> err.append(l).append('\n')));
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    reader.join();
    return new Said(process.waitFor(), out, err.toString());
  }
}
