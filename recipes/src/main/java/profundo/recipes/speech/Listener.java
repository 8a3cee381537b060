package profundo.recipes.speech;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import profundo.data.Batch;
import profundo.data.Loader;
import profundo.data.SequenceDataset;
import profundo.data.sound.FrameInput;
import profundo.models.CtcDecoder;
import profundo.models.CtcNet;
import profundo.nn.Net;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Reduction;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.metric.ErrorRate;
import profundo.train.metric.Mean;

/// A net with what it hears of sounds and how its answers are read.
///
/// @param net a [CtcNet]
record Listener(Net net, FrameInput input, Device device) {
  /// The classes are the digits, and then the blank.
  static final int BLANK = 10;

  static final CtcDecoder DECODER = new CtcDecoder(BLANK);
  private static final int ROWS = 50;

  /// A string and what was heard of it, its log-probabilities `[T, classes]` among it.
  record Heard(List<Integer> said, Tensor sound, Tensor logProbabilities) {
    Heard keptBy(Scope scope) {
      return new Heard(said, scope.keep(sound), scope.keep(logProbabilities));
    }
  }

  /// nats a digit, with noise on the frames.
  Tensor loss(Batch batch, double noise) {
    var heard = input.of(batch.x(), batch.lengths(0));
    var frames = heard.frames();
    if (noise > 0) {
      frames = frames.add(frames.randnLike().mul(noise));
    }
    var scores = ((CtcNet) net).forward(frames, heard.lengths());
    return scores
        .transpose(0, 1)
        .ctcLoss(batch.y(), heard.lengths(), batch.lengths(1), BLANK, Reduction.MEAN);
  }

  /// nats a digit, over all strings.
  double loss(SequenceDataset strings) {
    var mean = new Mean();
    evaluate(strings, (batch, _) -> mean.add(loss(batch, 0).item(), batch.size()));
    return mean.value();
  }

  /// The share of wrong digits, read by the best path.
  double bestPathError(SequenceDataset strings) {
    return error(strings, DECODER::bestPath);
  }

  /// The share of wrong digits, read by prefix search.
  double searchError(SequenceDataset strings, int beam) {
    return error(strings, scores -> DECODER.prefixSearch(scores, beam));
  }

  /// The digits of one sound `[samples]`.
  List<Integer> heard(Tensor sound, int beam) {
    try (var _ = Grad.noGrad()) {
      var lengths = new long[] {sound.size(0)};
      var heard = input.of(sound.unsqueeze(0).to(device), lengths);
      var scores = ((CtcNet) net).forward(heard.frames(), heard.lengths());
      return DECODER.prefixSearch(scores.select(0, 0), beam);
    }
  }

  /// The first strings, each with what was heard; their tensors belong to the innermost scope.
  List<Heard> heard(SequenceDataset strings, int count) {
    var all = new ArrayList<Heard>();
    evaluate(
        strings,
        (batch, scope) ->
            each(batch).stream()
                .limit(Math.max(0, count - all.size()))
                .forEach(one -> all.add(one.keptBy(scope))));
    return all;
  }

  /// `3 1 4`.
  static String written(List<Integer> digits) {
    return digits.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private double error(SequenceDataset strings, Function<Tensor, List<Integer>> read) {
    var rate = new ErrorRate();
    evaluate(
        strings,
        (batch, _) ->
            each(batch).forEach(one -> rate.add(read.apply(one.logProbabilities()), one.said())));
    return rate.value();
  }

  private List<Heard> each(Batch batch) {
    var frames = input.of(batch.x(), batch.lengths(0));
    var scores = ((CtcNet) net).forward(frames.frames(), frames.lengths()).to(Device.CPU);
    var said = batch.y().to(Device.CPU);
    var all = new ArrayList<Heard>();
    for (int i = 0; i < batch.size(); i++) {
      var digits = said.select(0, i).narrow(0, 0, batch.lengths(1)[i]).toLongArray();
      all.add(
          new Heard(
              Arrays.stream(digits).mapToObj(digit -> (int) digit).toList(),
              batch.x().select(0, i).narrow(0, 0, batch.lengths(0)[i]).to(Device.CPU),
              scores.select(0, i).narrow(0, 0, frames.lengths()[i])));
    }
    return all;
  }

  /// Goes through the strings, which are the same each time, in evaluation mode.
  private void evaluate(SequenceDataset strings, BiConsumer<Batch, Scope> action) {
    boolean training = net.training();
    net.eval();
    try (var loader = new Loader(strings, o -> o.batch(ROWS));
        var _ = Grad.noGrad()) {
      for (var batch : loader.on(device).epoch(0)) {
        try (var scope = Scope.open()) {
          action.accept(batch, scope);
        }
      }
    } finally {
      if (training) {
        net.train();
      }
    }
  }
}
