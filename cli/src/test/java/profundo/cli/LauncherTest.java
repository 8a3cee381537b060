package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The script that finds a JDK, builds and starts, in a house of its own: its Java writes what it
/// was started with, its Maven makes an empty build.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path SCRIPT = Path.of("..", "profundo");

  private static final String JAVA =
      """
      #!/bin/sh
      case "$*" in
        *AOTCacheOutput*) exit 1 ;;
        *streams*) for fd in 0 1 2; do [ -e /dev/fd/$fd ] || exit 5; done; echo said && exit 6; exit 7 ;;
        *wait*) echo started; read -r _ || true ;;
      esac
      printf '%s\\n' "LC_ALL=${LC_ALL:-}" "PROFUNDO_LANG=${PROFUNDO_LANG:-}" "$@"
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      for word in "$@"; do
        case $word in
          -Dprofundo.app=*) mkdir -p "${word#*=}/lib" ;;
        esac
      done
      """;

  /// A machine that has the locales of the variable alone.
  private static final String LOCALE =
      """
      #!/bin/sh
      case "$1 ${LC_ALL:-}" in
        "charmap $THERE") echo UTF-8 ;;
        charmap*) echo ANSI_X3.4-1968 ;;
      esac
      """;

  @TempDir Path folder;

  @BeforeEach
  void makeAHouse() throws IOException {
    var house = Files.createDirectories(folder.resolve("house/cli/src/main")).resolve("../../..");
    Files.copy(SCRIPT, house.resolve("profundo"));
    Files.createFile(house.resolve("pom.xml"));
    Files.writeString(folder.resolve("house/cli/src/main/Main.java"), "");
    Files.createDirectories(folder.resolve("jdk/bin"));
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    program("jdk/bin/java", JAVA);
    program("jdk/bin/javac", "");
    Files.createDirectories(folder.resolve("bin"));
    program("bin/mvn", MAVEN);
  }

  private void program(String name, String text) throws IOException {
    var file = Files.writeString(folder.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void aJdkThatIsTooOldIsRefusedByName() throws Exception {
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"21.0.4\"\n");
    var english = said(2, Map.of(), "house/profundo list");
    assertThat(english)
        .containsExactly(
            "PROFUNDO_JAVA_HOME is %s, and there is no JDK 25 or newer in it: name the folder of one, or unset it."
                .formatted(folder.resolve("jdk")));
    assertThat(said(2, Map.of("PROFUNDO_LANG", "es"), "house/profundo list"))
        .singleElement()
        .asString()
        .startsWith("PROFUNDO_JAVA_HOME es " + folder.resolve("jdk"));
  }

  @Test
  void aLinkToItMayBeCalledFromAnywhere() throws Exception {
    said(0, Map.of(), "house/profundo list");
    var app = Files.readString(folder.resolve("house/cli/target/apps/current")).strip();
    var script =
        """
        new=$(printf 'a\\303\\261o nuevo')
        mkdir -p "$new/in" && cd "$new/in"
        ln -s ../../house/profundo one
        ln -s "$PWD/one" two
        cd / && "$OLDPWD/two" list 'a b'
        """;
    assertThat(said(0, Map.of(), script))
        .contains("profundo.cli.Main", "list", "a b")
        .anySatisfy(line -> assertThat(line).endsWith("house/cli/target/apps/" + app + "/lib/*"));
  }

  @Test
  void aHouseInAFolderWithBlanksAndAccentsStarts() throws Exception {
    var script =
        """
        new=$(printf 'a\\303\\261o nuevo')
        mv house "$new"
        cd "$new" && ./profundo list
        """;
    assertThat(said(0, Map.of(), script)).contains("profundo.cli.Main", "list");
  }

  @Test
  void itStartsWithoutAnyEnvironment() throws Exception {
    var script =
        "env -i PATH=\"$PATH\" PROFUNDO_JAVA_HOME=\"$PROFUNDO_JAVA_HOME\" house/profundo list";
    assertThat(said(0, Map.of(), script)).contains("profundo.cli.Main", "list");
  }

  /// A file that Java opens for itself must not become its output.
  @Test
  void javaStartsWithAllItsStreams() throws Exception {
    said(7, Map.of(), "exec house/profundo streams <&- >&- 2>&-");
    said(6, Map.of(), "exec house/profundo streams <&-");
  }

  @Test
  void javaAlwaysStartsInALocaleOfUtf8() throws Exception {
    program("bin/locale", LOCALE);
    var there = Map.of("THERE", "C.UTF-8", "LC_ALL", "C");
    assertThat(said(0, there, "house/profundo list")).contains("LC_ALL=C.UTF-8");
    assertThat(said(0, there, "house/profundo java X")).contains("LC_ALL=C.UTF-8");
    var missing = Map.of("THERE", "C.UTF-8", "LC_ALL", "es_MX.UTF-8");
    assertThat(said(0, missing, "house/profundo java X"))
        .contains("LC_ALL=C.UTF-8", "PROFUNDO_LANG=es");
    var own = Map.of("THERE", "es_MX.UTF-8", "LC_ALL", "es_MX.UTF-8");
    assertThat(said(0, own, "house/profundo java X")).contains("LC_ALL=es_MX.UTF-8");
  }

  @Test
  void aMachineWithoutUtf8SaysSoWhereItMatters() throws Exception {
    program("bin/locale", LOCALE);
    var none = Map.of("THERE", "nothing", "LC_ALL", "C");
    assertThat(said(0, none, "house/profundo list plain")).contains("plain");
    assertThat(said(2, none, "house/profundo list $(printf 'a\\303\\261o')"))
        .singleElement()
        .asString()
        .contains("install C.UTF-8");
  }

  /// A program that runs keeps its jars, and what nobody runs any more goes.
  @Test
  void aBuildIsMadeBesideTheOneInUse() throws Exception {
    said(0, Map.of(), "house/profundo list");
    var first = builds();
    assertThat(first).hasSize(1);
    assertThat(said(0, Map.of(), "house/profundo list")).as("is fresh").doesNotContain("Building");
    assertThat(builds()).isEqualTo(first);
    var running = start(Map.of(), "house/profundo wait");
    try (var said = running.inputReader()) {
      assertThat(said.readLine()).isEqualTo("started");
      rebuild();
      assertThat(builds()).hasSize(2).containsAll(first);
      running.getOutputStream().close();
      assertThat(said.lines()).contains("wait");
    }
    assertThat(running.waitFor()).isZero();
    rebuild();
    assertThat(builds()).hasSize(1).doesNotContainAnyElementsOf(first);
  }

  private void rebuild() throws Exception {
    var script = "touch -d 2020-01-01 house/cli/target/apps/*/.built && house/profundo list";
    assertThat(said(0, Map.of(), script)).anyMatch(line -> line.startsWith("Building"));
  }

  private List<Path> builds() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("house/cli/target/apps"))) {
      return files.filter(f -> Files.isDirectory(f, LinkOption.NOFOLLOW_LINKS)).toList();
    }
  }

  private Process start(Map<String, String> variables, String script) throws IOException {
    var builder = new ProcessBuilder("sh", "-c", script).directory(folder.toFile());
    builder.redirectErrorStream(true);
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("PROFUNDO_JAVA_HOME", folder.resolve("jdk").toString());
    environment.put("PROFUNDO_LANG", "");
    environment.putAll(variables);
    return builder.start();
  }

  private List<String> said(int status, Map<String, String> variables, String script)
      throws Exception {
    var process = start(variables, script);
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(status);
    return new ArrayList<>(said.lines().toList());
  }
}
