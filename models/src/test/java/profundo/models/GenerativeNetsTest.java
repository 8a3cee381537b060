package profundo.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import profundo.tensor.Grad;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

class GenerativeNetsTest {
  @Test
  void theDivergenceFromTheStandardNormalIsItsClosedForm() {
    try (var _ = Scope.open()) {
      var posterior =
          new Vae.Posterior(
              Tensor.of(new float[] {1, -2}, 1, 2), Tensor.of(new float[] {0, 1}, 1, 2));
      double expected = 0.5 * (1 + 1 - 1 - 0) + 0.5 * (4 + Math.E - 1 - 1);
      assertThat(posterior.divergence().item()).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void moreImportanceSamplesRaiseTheEstimateAboveTheBound() {
    Rng.seed(3);
    try (var vae = new Vae(20, 16, 2);
        var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var x = Tensors.rand(400, 20).bernoulli();
      double bound = vae.elbo(x).mean().item();
      double one = vae.logEvidence(x, 1).mean().item();
      double many = vae.logEvidence(x, 100).mean().item();
      assertThat(one).isCloseTo(bound, within(0.1));
      assertThat(many).isGreaterThan(bound);
    }
  }

  @Test
  void theEvidenceOfAOneDimensionalModelIsItsIntegral() {
    Rng.seed(4);
    try (var vae = new Vae(3, 4, 1);
        var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var x = Tensor.of(new float[] {1, 0, 1}, 1, 3);
      var grid = Tensors.linspace(-8, 8, 4001).unsqueeze(1);
      var prior = grid.square().sum(1).mul(-0.5).sub(0.5 * Math.log(2 * Math.PI));
      var likelihood =
          vae.decode(grid)
              .binaryCrossEntropyWithLogits(x.expand(4001, 3), profundo.tensor.Reduction.NONE)
              .sum(1)
              .neg();
      double integral = likelihood.add(prior).logsumexp(false, 0).item() + Math.log(16.0 / 4000);
      assertThat(vae.logEvidence(x, 3000).item()).isCloseTo(integral, within(0.05));
    }
  }

  @Test
  void thePlayersSpeakOfTheSamePictures() {
    try (var generator = new Dcgan.Generator(10, 4);
        var discriminator = new Dcgan.Discriminator(4);
        var _ = Scope.open()) {
      var pictures = generator.forward(Tensors.randn(5, 10));
      assertThat(pictures.shape()).hasToString("[5, 1, 28, 28]");
      assertThat(pictures.abs().amax().item()).isLessThanOrEqualTo(1);
      assertThat(discriminator.forward(pictures).shape()).hasToString("[5]");
    }
  }

  @Test
  void theFirstPlayersHaveThePublishedSizes() {
    try (var generator = new Gan2014.Generator(100, 1200);
        var discriminator = new Gan2014.Discriminator(240, 5);
        var _ = Scope.open()) {
      assertThat(generator.parameterCount()).isEqualTo(2_503_984);
      assertThat(discriminator.parameterCount()).isEqualTo(1_231_441);
      var pictures = generator.forward(Tensors.randn(5, 100));
      assertThat(pictures.shape()).hasToString("[5, 1, 28, 28]");
      assertThat(pictures.amin().item()).isGreaterThanOrEqualTo(0);
      assertThat(pictures.amax().item()).isLessThanOrEqualTo(1);
      assertThat(discriminator.forward(pictures).shape()).hasToString("[5]");
    }
  }

  @Test
  void theFirstPicturesAreNearTheMeanThatTheyStartFrom() {
    Rng.seed(6);
    try (var generator = new Gan2014.Generator(4, 8);
        var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var mean = Tensors.linspace(0.1, 0.9, 784);
      generator.start(mean);
      var drawn = generator.forward(Tensors.randn(50, 4)).mean(0).flatten(0);
      assertThat(drawn.sub(mean).abs().amax().item()).isLessThan(0.01);
    }
  }

  @Test
  void aMaxoutUnitIsTheLargestOfItsPieces() {
    Rng.seed(5);
    try (var discriminator = new Gan2014.Discriminator(1, 2);
        var _ = Scope.open();
        var _ = Grad.noGrad()) {
      discriminator.eval();
      var state = discriminator.stateDict();
      for (var name : state.names()) {
        state.get(name).fill_(0);
      }
      state.get("h0.bias").copy_(Tensor.of(new float[] {-1, 3}, 2));
      state.get("h1.weight").copy_(Tensor.of(new float[] {-2, 5}, 2, 1));
      state.get("y.weight").fill_(1);
      // max(−1, 3) = 3, then max(−6, 15) = 15.
      assertThat(discriminator.forward(Tensor.zeros(1, 1, 28, 28)).item()).isEqualTo(15);
    }
  }
}
