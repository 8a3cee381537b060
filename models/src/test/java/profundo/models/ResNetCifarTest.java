package profundo.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import profundo.nn.Summary;
import profundo.tensor.Grad;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensors;

class ResNetCifarTest {
  /// Table 6 of the paper gives 0.27, 0.46, 0.66, 0.85 and 1.7 million.
  @ParameterizedTest
  @CsvSource({"3, 269722", "5, 464154", "7, 658586", "9, 853018", "18, 1727962"})
  void theParametersAreThePapersWithShortcutsOrWithout(int n, long expected) {
    for (boolean residual : new boolean[] {true, false}) {
      try (var net = new ResNetCifar(n, 10, residual)) {
        assertThat(net.parameterCount()).isEqualTo(expected);
      }
    }
  }

  /// Soft filter pruning (He et al. 2018), table 2, counts 4.06E7 for ResNet-20.
  @Test
  void resNet20ComputesWhatIsPublished() {
    try (var net = new ResNetCifar(3, 10, true)) {
      long multiplyAdds = Summary.of(net, 1, 3, 32, 32).multiplyAdds();
      assertThat(Math.round(multiplyAdds / 1e5)).isEqualTo(406);
    }
  }

  @Test
  void aShortcutPassesWhatItsBlockDoesNotTouch() {
    Rng.seed(2);
    try (var net = new ResNetCifar(1, 10, true);
        var _ = Scope.open();
        var _ = Grad.noGrad()) {
      net.stateDict()
          .asMap()
          .forEach((name, tensor) -> {
            if (name.startsWith("layer") && name.endsWith("bn2.weight")) {
              tensor.zero_();
            }
          });
      net.eval();
      var x = Tensors.randn(2, 3, 32, 32);
      // All branches give 0: only the shortcuts are left, and 48 of the 64 last maps are their
      // zeros.
      var scores = net.forward(x);
      assertThat(scores.shape()).hasToString("[2, 10]");
      assertThat(scores.sub(net.forward(x.mul(2.0))).abs().amax().item()).isPositive();
    }
  }
}
