package profundo.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.tensor.DType;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// Reads labels from the log-probabilities of a [CtcNet]. A path has a class for each frame; its
/// labelling is what is left when repeated classes are joined and blanks then removed. A
/// labelling's probability is the sum of those of its paths.
///
/// @param blank the class that stands for no label
public record CtcDecoder(int blank) {
  /// Wants a class.
  ///
  /// @throws ProfundoException if it is negative
  public CtcDecoder {
    if (blank < 0) {
      throw new ProfundoException("blank must be a class, 0 or more, not " + blank + ".");
    }
  }

  /// The labelling of the most probable path: the most probable class of each frame (Graves et al.
  /// 2006, section 3.2, "best path decoding").
  ///
  /// @param logProbabilities of one sample, `[T, classes]`
  public List<Integer> bestPath(Tensor logProbabilities) {
    requireFrames(logProbabilities);
    var labels = new ArrayList<Integer>();
    int last = blank;
    for (long best : logProbabilities.argmax(1).toLongArray()) {
      if (best != last && best != blank) {
        labels.add((int) best);
      }
      last = (int) best;
    }
    return labels;
  }

  /// The most probable of the labellings that a beam search over their beginnings finds: each
  /// beginning's probability is the sum of the paths that lead to it (Graves 2006, section 3.2,
  /// "prefix search"; in the form of Hannun et al. 2014, algorithm 1, without a language model).
  /// With a beam that holds all beginnings it is the most probable of all.
  ///
  /// @param logProbabilities of one sample, `[T, classes]`
  /// @param beam how many beginnings are kept at each frame, 1 or more
  /// @throws ProfundoException if the beam is less than 1
  public List<Integer> prefixSearch(Tensor logProbabilities, int beam) {
    requireFrames(logProbabilities);
    if (beam < 1) {
      throw new ProfundoException("beam must be 1 or more, not " + beam + ".");
    }
    int classes = Math.toIntExact(logProbabilities.size(1));
    var frames = logProbabilities.to(DType.FLOAT64).contiguous().toDoubleArray();
    var kept = List.of(CtcPrefix.empty());
    for (int frame = 0; frame < frames.length; frame += classes) {
      var reached = new ArrayList<CtcPrefix>();
      for (var prefix : kept) {
        follow(prefix, Arrays.copyOfRange(frames, frame, frame + classes), reached);
      }
      reached.forEach(CtcPrefix::advance);
      reached.sort(Comparator.comparingDouble(CtcPrefix::score).reversed());
      kept = List.copyOf(reached.subList(0, Math.min(beam, reached.size())));
    }
    return kept.getFirst().labels();
  }

  /// The paths to a beginning go on by one frame: they stay there by a blank or by the last label
  /// again, or reach a longer one by another label, and by the same label after a blank.
  private void follow(CtcPrefix prefix, double[] frame, List<CtcPrefix> reached) {
    prefix.reach(reached);
    prefix.addBlank(prefix.score() + frame[blank]);
    for (int label = 0; label < frame.length; label++) {
      if (label == prefix.label()) {
        prefix.addLabel(prefix.endingInLabel() + frame[label]);
      }
      if (label != blank) {
        double from = label == prefix.label() ? prefix.endingInBlank() : prefix.score();
        var longer = prefix.longer(label, frame.length);
        longer.reach(reached);
        longer.addLabel(from + frame[label]);
      }
    }
  }

  private void requireFrames(Tensor logProbabilities) {
    Given.require("logProbabilities", logProbabilities);
    if (logProbabilities.dim() != 2 || logProbabilities.size(1) <= blank) {
      throw new ShapeException(
          "",
          "Labels are read from [T, classes] with the blank "
              + blank
              + " among the classes, not from "
              + logProbabilities.shape()
              + ".",
          logProbabilities.shape());
    }
  }
}
