package profundo.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import profundo.optim.Adam;
import profundo.tensor.Grad;
import profundo.tensor.Reduction;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

class TransformerTest {
  private static final int TOKENS = 20;

  private static Transformer model() {
    return new Transformer(TOKENS, 2, 16, 32, 2, 0.1);
  }

  @Test
  void whatIsWrittenLaterChangesNothingBefore() {
    Rng.seed(1);
    try (var model = model();
        var _ = Scope.open();
        var _ = Grad.noGrad()) {
      model.eval();
      var source = Tensors.randint(3, TOKENS, 2, 7);
      var input = Tensors.randint(3, TOKENS, 2, 6);
      var changed = Tensor.cat(1, input.narrow(1, 0, 4), Tensors.randint(3, TOKENS, 2, 2));
      var before = model.forward(source, input).narrow(1, 0, 4).contiguous().toFloatArray();
      var after = model.forward(source, changed).narrow(1, 0, 4).contiguous().toFloatArray();
      assertThat(after).containsExactly(before);
    }
  }

  @Test
  void paddingOfTheSourceChangesNothing() {
    Rng.seed(2);
    try (var model = model();
        var _ = Scope.open();
        var _ = Grad.noGrad()) {
      model.eval();
      var source = Tensors.randint(3, TOKENS, 1, 5);
      var padded = Tensor.cat(1, source, Tensor.of(new long[] {0, 0, 0}, 1, 3));
      var input = Tensors.randint(3, TOKENS, 1, 4);
      var difference = model.forward(source, input).sub(model.forward(padded, input));
      assertThat(difference.abs().amax().item()).isLessThan(1e-5);
    }
  }

  @Test
  void writingWithTheCacheIsWritingWithoutIt() {
    Rng.seed(3);
    try (var model = model();
        var _ = Scope.open();
        var _ = Grad.noGrad();
        var cache = model.cache()) {
      model.eval();
      var source = Tensors.randint(3, TOKENS, 2, 5);
      var input = Tensors.randint(3, TOKENS, 2, 6);
      var whole = model.forward(source, input);
      var memory = model.encode(source);
      for (int at = 0; at < 6; at++) {
        var scores = model.decode(input.narrow(1, at, 1), memory, source, cache);
        assertThat(scores.sub(whole.select(1, at)).abs().amax().item()).isLessThan(1e-4);
      }
    }
  }

  @Test
  void oneBeamTakesTheBestTokenEachTime() {
    Rng.seed(4);
    try (var model = model();
        var _ = Scope.open();
        var _ = Grad.noGrad()) {
      model.eval();
      var source = Tensors.randint(3, TOKENS, 1, 5);
      var tokens = new ArrayList<Long>();
      var input = Tensor.of(new long[] {1}, 1, 1);
      for (int i = 0; i < 8; i++) {
        var scores = model.forward(source, input).select(1, i).logSoftmax(1);
        scores.narrow(1, 0, 1).fill_(-1e9);
        long next = scores.argmax(1).itemLong();
        if (next == 2) {
          break;
        }
        tokens.add(next);
        input = Tensor.cat(1, input, Tensor.of(new long[] {next}, 1, 1));
      }
      var found = BeamSearch.greedy(8).search(model, source).getFirst();
      assertThat(Arrays.stream(found).boxed().toList()).isEqualTo(tokens);
    }
  }

  @Test
  void itLearnsToTurnSentencesRoundAndBeamsFindTheSame() {
    Rng.seed(5);
    try (var model = new Transformer(12, 1, 32, 64, 2, 0)) {
      var adam = new Adam(model.parameters(), 3e-3);
      for (int step = 0; step < 400; step++) {
        try (var _ = Scope.open()) {
          var words = Tensors.randint(3, 12, 32, 4);
          var turned = words.flip(1);
          var ones = Tensors.full(1, words.dtype(), words.device(), 32, 1);
          var source = Tensor.cat(1, words, ones.mul(2));
          var scores = model.forward(source, Tensor.cat(1, ones, turned));
          adam.zeroGrad();
          scores
              .flatten(0, 1)
              .crossEntropy(
                  Tensor.cat(1, turned, ones.mul(2)).flatten(0, 1), null, Reduction.MEAN, 0, 0)
              .backward();
          adam.step();
        }
      }
      try (var _ = Scope.open()) {
        var source = Tensor.of(new long[] {5, 9, 3, 7, 2, 11, 4, 4, 8, 2}, 2, 5);
        for (var search : new BeamSearch[] {BeamSearch.greedy(6), new BeamSearch(3, 0.6, 6)}) {
          var found = search.search(model, source);
          assertThat(found.get(0)).containsExactly(7, 3, 9, 5);
          assertThat(found.get(1)).containsExactly(8, 4, 4, 11);
        }
      }
    }
  }
}
