package profundo.recipes.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import profundo.base.Text;
import profundo.data.sound.DigitStrings;
import profundo.data.sound.LogMel;
import profundo.data.sound.Wav;
import profundo.lab.exhibit.Exhibits;
import profundo.lab.exhibit.HeardSound;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.train.Run;

/// What people hear and see of a test: some strings with the net's probabilities, and how several
/// are written down.
final class HeardStrings {
  private static final int PLAYED = 4;
  private static final int WRITTEN = 15;
  private static final int BANDS = 64;
  private static final List<String> CLASSES =
      IntStream.rangeClosed(0, Listener.BLANK)
          .mapToObj(at -> at == Listener.BLANK ? "blank" : Integer.toString(at))
          .toList();

  private HeardStrings() {}

  static void show(Run run, DigitStrings strings, Listener listener, Listener linear, int beam) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var heard = listener.heard(strings, WRITTEN);
      var byLinear = linear.heard(strings, WRITTEN);
      var rows = new ArrayList<List<String>>();
      for (int i = 0; i < heard.size(); i++) {
        var scores = heard.get(i).logProbabilities();
        rows.add(
            List.of(
                Listener.written(heard.get(i).said()),
                Listener.written(Listener.DECODER.prefixSearch(scores, beam)),
                Listener.written(Listener.DECODER.bestPath(scores)),
                Listener.written(
                    Listener.DECODER.prefixSearch(byLinear.get(i).logProbabilities(), beam))));
      }
      Exhibits.table(run, "transcripts", List.of("said", "search", "bestPath", "linear"), rows);
      Exhibits.sounds(
          run,
          "heard",
          heard.stream().limit(PLAYED).map(one -> played(one, strings.rate(), beam)).toList());
    }
  }

  private static HeardSound played(Listener.Heard heard, int rate, int beam) {
    var mel = new LogMel(rate, rate / 40, rate / 100, BANDS);
    var written = Listener.DECODER.prefixSearch(heard.logProbabilities(), beam);
    return HeardSound.of(
        Text.format("{0}: %s · {1}: %s", Listener.written(heard.said()), Listener.written(written)),
        List.of("said", "search"),
        new Wav(heard.sound().unsqueeze(0), rate),
        mel.of(heard.sound()),
        CLASSES,
        heard.logProbabilities().exp());
  }
}
