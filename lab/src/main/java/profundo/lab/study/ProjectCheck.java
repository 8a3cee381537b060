package profundo.lab.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import profundo.base.Text;
import profundo.lab.NamedRuns;
import profundo.lab.project.Project;
import profundo.train.store.RunState;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;

/// What a marker would ask of a project, each question in a sentence: beside the questions of the
/// [StudyCheck]s of its studies.
public final class ProjectCheck {
  private static final List<String> GAPS = List.of("[To be completed", "[Por completar");

  private ProjectCheck() {}

  /// The questions; none if there is nothing to ask.
  ///
  /// @param language English or Spanish
  /// @throws profundo.lab.UsageException if the folder is no project
  /// @throws profundo.lab.project.SourceException if its sources do not compile
  public static List<String> of(RunStore store, Path folder, Locale language) {
    var text = Text.of(StudyWords.class, language);
    var project = Project.open(folder);
    var asked = new ArrayList<String>();
    var newest =
        NamedRuns.of(store, project.place().toString()).stream()
            .filter(run -> run.state() == RunState.DONE)
            .findFirst();
    if (newest.isEmpty()) {
      asked.add(text.get("check.noRun"));
    } else if (!isOf(project, newest.get())) {
      asked.add(text.get("check.edited", newest.get().id()));
    }
    var studies = studies(store, project);
    if (studies.isEmpty()) {
      asked.add(text.get("check.noStudy", folder));
    }
    for (var study : studies) {
      StudyCheck.of(store, study, language)
          .forEach(question -> asked.add(study.stored().id() + ": " + question));
    }
    unfinished(folder).forEach(file -> asked.add(text.get("check.gaps", folder.relativize(file))));
    return asked;
  }

  private static boolean isOf(Project project, StoredRun run) {
    var source = run.folder().resolve(Project.SOURCE);
    return Files.isDirectory(source) && Project.hash(source).equals(project.hash());
  }

  private static List<Study> studies(RunStore store, Project project) {
    var place = project.place().toString();
    return store.studies().list().stream()
        .filter(stored ->
            Study.planOf(stored).arms().stream()
                .anyMatch(arm -> arm.system().project().equals(place)))
        .map(stored -> Study.of(store, stored))
        .toList();
  }

  /// Reports that still have gaps.
  private static List<Path> unfinished(Path folder) {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(md|html|tex)"))
          .filter(ProjectCheck::hasGaps)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasGaps(Path file) {
    try {
      var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return GAPS.stream().anyMatch(text::contains);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
