package profundo.recipes.ntm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import profundo.base.ProfundoException;
import profundo.base.Text;
import profundo.data.CopyTask;
import profundo.tensor.Device;
import profundo.tensor.Tensor;

/// A sequence that a person wants copied: rows of eight bits, as in `10110011 01010101`.
///
/// @param rows each a text of eight digits 0 or 1
record Pattern(List<String> rows) {
  private static final Text TEXT = Text.of(NtmCopyRecipe.class);
  private static final int MOST = 1000;

  /// The rows in a text, between blanks, commas or line ends.
  ///
  /// @throws ProfundoException if a row is something else, or there is none, or they are too many
  static Pattern of(String text) {
    var rows = new ArrayList<String>();
    for (var row : text.strip().split("[\\s,]+")) {
      if (!row.matches("[01]{" + CopyTask.BITS + "}")) {
        throw new ProfundoException(TEXT.get("pattern.row", Text.abridged(row)));
      }
      rows.add(row);
    }
    if (rows.size() > MOST) {
      throw new ProfundoException(TEXT.get("pattern.long", rows.size(), MOST));
    }
    return new Pattern(rows);
  }

  /// Random rows.
  static Pattern random(int length, long seed) {
    var sequences = new CopyTask(1, 1, length, length, seed).epoch(0).iterator().next();
    return new Pattern(rows(sequences.target()));
  }

  /// The rows `[L, 1, 8]` of logits, above 0 for a 1, or of bits.
  private static List<String> rows(Tensor bits) {
    var values = bits.toFloatArray();
    return IntStream.range(0, values.length / CopyTask.BITS)
        .mapToObj(row -> {
          var text = new StringBuilder();
          for (int i = 0; i < CopyTask.BITS; i++) {
            text.append(values[row * CopyTask.BITS + i] > 0 ? '1' : '0');
          }
          return text.toString();
        })
        .toList();
  }

  /// What a net says of it: `[2L + 1, 1, 9]` to logits `[2L + 1, 1, 8]`.
  Pattern copiedBy(UnaryOperator<Tensor> net, Device device) {
    int length = rows.size();
    int row = CopyTask.BITS + 1;
    var shown = new float[(2 * length + 1) * row];
    for (int i = 0; i < length * CopyTask.BITS; i++) {
      shown[i / CopyTask.BITS * row + i % CopyTask.BITS] = bit(i) == '1' ? 1 : 0;
    }
    shown[length * row + CopyTask.BITS] = 1;
    var said = net.apply(Tensor.of(shown, 2L * length + 1, 1, row).to(device));
    return new Pattern(rows(said.narrow(0, length + 1L, length)));
  }

  /// The number of bits in which another of the same length differs.
  long differences(Pattern other) {
    return IntStream.range(0, bits()).filter(i -> bit(i) != other.bit(i)).count();
  }

  int bits() {
    return rows.size() * CopyTask.BITS;
  }

  private char bit(int i) {
    return rows.get(i / CopyTask.BITS).charAt(i % CopyTask.BITS);
  }

  @Override
  public String toString() {
    return String.join(" ", rows);
  }
}
