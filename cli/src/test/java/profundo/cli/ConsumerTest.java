package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A project of one's own, by nothing but the README's words: Profundo is installed from a copy of
/// the checkout into an empty local repository, and a project with the dependencies that the README
/// shows is built and run by its commands, on the class path and on the module path.
@Tag("slow")
class ConsumerTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> LEFT_OUT = Set.of("target", ".git", "test", "docs", "peers");
  private static final Pattern UNREACHABLE =
      Pattern.compile("Could not transfer artifact|Unknown host|in offline mode");

  private static final String PLUGIN =
      "<artifactId>(maven-\\w+-plugin)</artifactId>\\s*<version>([\\d.]+)</version>";

  private static final String MAIN =
      """
      package app;

      import profundo.nn.Linear;
      import profundo.optim.Sgd;
      import profundo.tensor.Scope;
      import profundo.tensor.Tensor;

      public class Main {
        public static void main(String[] words) {
          var net = new Linear(1, 1);
          var sgd = new Sgd(net.parameters(), 0.1);
          for (int step = 0; step < 500; step++) {
            try (var scope = Scope.open()) {
              var x = Tensor.randn(16, 1);
              var loss = net.forward(x).mseLoss(x.mul(2).add(1));
              sgd.zeroGrad();
              loss.backward();
              sgd.step();
            }
          }
          System.out.printf(
              "%.2f x + %.2f%n",
              net.stateDict().get("weight").item(), net.stateDict().get("bias").item());
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void aProjectOfOnesOwnIsBuiltAndRunByTheReadmesWords() throws Exception {
    var readme = Files.readString(ROOT.resolve("README.md"));
    var commands = commands(readme);
    assertThat(commands(Files.readString(ROOT.resolve("README.es.md")))).isEqualTo(commands);
    var settings = Files.writeString(folder.resolve("settings.xml"), settings());
    var repository = folder.resolve("repository");
    var maven = " -B -ntp -s '%s' '-Dmaven.repo.local=%s'".formatted(settings, repository);

    var house = folder.resolve("house");
    copy(ROOT, house);
    build(house, commands.get(0) + maven + " -pl '!cli,!bench'");
    assertThat(repository.resolve("io/github/profundo/profundo-bom")).isDirectory();

    var project = folder.resolve("project");
    var source = Files.createDirectories(project.resolve("src/main/java/app"));
    Files.writeString(source.resolve("Main.java"), MAIN);
    Files.writeString(project.resolve("pom.xml"), pom(readme));
    build(project, commands.get(1) + maven);
    assertThat(run(project, commands.get(2))).isEqualTo("2.00 x + 1.00\n");
    var unflagged = run(project, commands.get(2).replaceAll("--enable-native-access=\\S+", ""));
    assertThat(unflagged).contains("2.00 x + 1.00").contains("--enable-native-access=ALL-UNNAMED");

    var module = project.resolve("src/main/java/module-info.java");
    Files.writeString(module, "module app {\n  requires profundo;\n}\n");
    build(project, commands.get(1) + maven);
    assertThat(run(project, commands.get(3))).isEqualTo("2.00 x + 1.00\n");
  }

  /// What the README says to type: to install, to build, to run in two ways.
  private static List<String> commands(String readme) {
    var block = Pattern.compile("```\n(\\./profundo mvn [^`]+)```").matcher(readme);
    assertThat(block.find()).isTrue();
    var commands = block.group(1).lines().map(line -> line.replaceAll("\\s+#.*", "")).toList();
    assertThat(commands).hasSize(4);
    return commands;
  }

  private static String pom(String readme) throws IOException {
    var dependencies = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(dependencies.find()).isTrue();
    var plugins = new StringBuilder();
    var ours = Pattern.compile(PLUGIN).matcher(Files.readString(ROOT.resolve("pom.xml")));
    while (ours.find()) {
      plugins.append("<plugin>").append(ours.group()).append("</plugin>\n");
    }
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>org.example</groupId>
      <artifactId>app</artifactId>
      <version>1</version>
      <properties>
        <maven.compiler.release>25</maven.compiler.release>
        <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
      </properties>
    %s  <build>
        <pluginManagement>
          <plugins>
    %s      </plugins>
        </pluginManagement>
      </build>
    </project>
    """
        .formatted(dependencies.group(1), plugins);
  }

  /// The empty repository takes what it needs from the one of this build, and the rest from where
  /// Maven takes it.
  private static String settings() {
    var usual = Path.of(System.getProperty("user.home"), ".m2", "repository").toString();
    var here = Path.of(System.getProperty("localRepository", usual)).toUri();
    var from =
        """
        <id>here</id>
        <url>%s</url>
        <releases><checksumPolicy>ignore</checksumPolicy></releases>
        <snapshots><enabled>false</enabled></snapshots>
        """
            .formatted(here);
    return """
    <settings>
      <profiles>
        <profile>
          <id>here</id>
          <repositories><repository>%s</repository></repositories>
          <pluginRepositories><pluginRepository>%s</pluginRepository></pluginRepositories>
        </profile>
      </profiles>
      <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
    </settings>
    """
        .formatted(from, from);
  }

  private static void build(Path place, String command) throws Exception {
    var process = start(place, command);
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0 && UNREACHABLE.matcher(said).find()) {
      System.err.println("Skipped for want of Maven's plugins: a project of one's own.\n" + said);
      abort("Maven cannot fetch what it needs");
    }
    assertThat(status).as(said).isZero();
  }

  private static String run(Path place, String command) throws Exception {
    var process = start(place, command);
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static Process start(Path place, String command) throws IOException {
    var builder = new ProcessBuilder("sh", "-c", command).directory(place.toFile());
    var jdk = System.getProperty("java.home");
    var path = Path.of(jdk, "bin") + File.pathSeparator + System.getenv("PATH");
    builder.environment().put("PATH", path);
    builder.environment().put("JAVA_HOME", jdk);
    return builder.redirectErrorStream(true).start();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path place, BasicFileAttributes attributes)
              throws IOException {
            if (LEFT_OUT.contains(place.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(place)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
