package profundo.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import profundo.base.ProfundoException;
import profundo.base.Text;
import profundo.lab.Prediction;
import profundo.train.store.StoredRun;

/// Prints what a trained system answers: a line for each input, or one JSON object of all.
final class PredictAnswers {
  private static final int SHOWN = 20;

  private final CommandLine command;
  private final StoredRun run;
  private final DrawnImages images;
  private final boolean json;
  private final List<Map<String, Object>> answers = new ArrayList<>();

  /// @param out where the first image goes, if a person says so
  PredictAnswers(CommandLine command, StoredRun run, @Nullable Path out, boolean json) {
    this.command = command;
    this.run = run;
    this.images = new DrawnImages(out, run.id());
    this.json = json;
    if (Runs.isSynthetic(run)) {
      tell(Words.get("predict.synthetic", run.id()));
    }
  }

  /// Prints an answer, once it is said what the model did not read and why it may mean nothing.
  ///
  /// @param input the file's name, the text, or nothing
  /// @param before what stands before the answer in its line
  void add(String input, String before, Prediction prediction) {
    if (!prediction.unknown().isEmpty()) {
      var shown = prediction.unknown().stream().limit(SHOWN).map(PredictAnswers::visible);
      var more = prediction.unknown().size() > SHOWN ? " …" : "";
      var named = Text.abridged(input);
      tell(Words.get("predict.unknown", named, shown.collect(Collectors.joining(" ")) + more));
    }
    prediction.doubts().forEach(doubt -> tell(Words.get("predict.doubt", input, doubt)));
    var image = prediction.image().map(bytes -> images.write(bytes, this::tell));
    var answer = new LinkedHashMap<String, Object>();
    answer.put("input", input);
    answer.put("prediction", prediction.text());
    answer.put("values", prediction.values());
    answer.put("unknown", prediction.unknown());
    answer.put("doubts", prediction.doubts());
    image.ifPresent(file -> answer.put("image", file.toString()));
    answers.add(answer);
    if (!json) {
      var drawn = image.map(file -> " → " + file).orElse("");
      command.getOut().println(before + prediction.text() + drawn);
    }
  }

  /// Says why there is no answer to an input.
  void fail(String input, String why) {
    tell(why);
    answers.add(Map.of("input", input, "error", why));
  }

  /// When all is answered.
  ///
  /// @throws ProfundoException if a person wants an image and none was drawn
  void end() {
    if (json) {
      var all = new LinkedHashMap<String, Object>();
      all.put("run", run.id());
      all.put("recipe", run.plan().recipe());
      all.put("synthetic", Runs.isSynthetic(run));
      all.put("predictions", answers);
      command.getOut().println(Json.of(all));
    }
    images.requireWanted(run.plan().recipe());
  }

  private void tell(String sentence) {
    command.getErr().println(sentence);
  }

  private static String visible(String character) {
    int code = character.codePointAt(0);
    return Character.isISOControl(code) || Character.isWhitespace(code)
        ? Text.format("U+%04X", code)
        : character;
  }
}
