package profundo.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import profundo.models.CharRnn.Cell;
import profundo.optim.Adam;
import profundo.tensor.Grad;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class CharRnnTest {
  private static final int[] ABC = {'a', 'b', 'c'};

  @ParameterizedTest
  @EnumSource
  void readingInPartsIsReadingAtOnce(Cell cell) {
    Rng.seed(1);
    try (var net = new CharRnn(ABC, cell, 4, 8, 2, 0.5);
        var _ = Scope.open();
        var _ = Grad.noGrad()) {
      net.eval();
      var x = Tensor.of(new long[] {0, 1, 2, 1, 0, 2}, 1, 6);
      var whole = net.forward(x);
      var first = net.forward(x.narrow(1, 0, 4), net.empty(1));
      var second = net.forward(x.narrow(1, 4, 2), first.state());
      var parts = Tensor.cat(1, first.scores(), second.scores());
      assertThat(parts.sub(whole).abs().amax().item()).isLessThan(1e-5);
    }
  }

  @Test
  void itLearnsToRepeatAndWritesWhatItLearnt() {
    Rng.seed(2);
    try (var net = new CharRnn(ABC, Cell.LSTM, 8, 16, 1, 0);
        var adam = new Adam(net.parameters(), 0.02)) {
      for (int step = 0; step < 150; step++) {
        try (var _ = Scope.open()) {
          var x = Tensor.of(new long[] {0, 1, 2, 0, 1, 2, 0, 1}, 1, 8);
          var y = Tensor.of(new long[] {1, 2, 0, 1, 2, 0, 1, 2});
          adam.zeroGrad();
          net.forward(x).flatten(0, 1).crossEntropy(y).backward();
          adam.step();
        }
      }
      assertThat(net.write("a", 6, 0.1)).isEqualTo("bcabca");
    }
  }

  @Test
  void charactersThatItDoesNotKnowAreNamed() {
    try (var net = new CharRnn(ABC, Cell.LSTM, 4, 8, 1, 0)) {
      assertThat(net.unknown("aΩb🦤cΩ\r")).containsExactly("Ω", "🦤", "\r");
      assertThat(net.unknown("abc")).isEmpty();
    }
  }

  /// As PyTorch names them in a module whose recurrent layers are called by their kind.
  @ParameterizedTest
  @EnumSource
  void weightsAreNamedByTheCell(Cell cell) {
    try (var net = new CharRnn(ABC, cell, 4, 8, 1, 0)) {
      var name = cell.name().toLowerCase(Locale.ROOT);
      assertThat(net.stateDict().names())
          .containsExactly(
              "vocabulary",
              "embedding.weight",
              name + ".weight_ih_l0",
              name + ".weight_hh_l0",
              name + ".bias_ih_l0",
              name + ".bias_hh_l0",
              "linear.weight",
              "linear.bias");
    }
  }
}
