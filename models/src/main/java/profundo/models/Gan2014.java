package profundo.models;

import java.util.Objects;
import profundo.nn.Dropout;
import profundo.nn.Init;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// The two players of "Generative adversarial nets" (Goodfellow et al. 2014), as their published
/// settings for MNIST have them: a generator of rectifiers and a discriminator of maxout units
/// under dropout, both fully connected.
public final class Gan2014 {
  private static final long[] PICTURE = {1, 28, 28};
  private static final long PIXELS = 28 * 28;

  private Gan2014() {}

  private static Linear drawn(long in, long out, double spread) {
    var linear = new Linear(in, out);
    Init.uniform(linear.weight, -spread, spread);
    Init.constant(Objects.requireNonNull(linear.bias), 0);
    return linear;
  }

  /// G: noise `[N, z]` to pictures `[N, 1, 28, 28]` from 0 to 1.
  public static final class Generator extends Net implements Layer {
    private static final double SPREAD = 0.05;
    private static final double DARKEST = 1e-3;

    private final Linear h0;
    private final Linear h1;
    private final Linear y;

    /// @param noise the size of z; 100 in the paper
    /// @param units of both hidden layers; 1200 in the paper
    public Generator(long noise, long units) {
      h0 = drawn(noise, units, SPREAD);
      h1 = drawn(units, units, SPREAD);
      y = drawn(units, PIXELS, SPREAD);
    }

    /// Sets the last bias so that the first pictures are near the mean of the real ones.
    ///
    /// @param mean of the real pictures, 784 numbers from 0 to 1
    public void start(Tensor mean) {
      try (var _ = Scope.open();
          var _ = Grad.noGrad()) {
        var share = mean.flatten(0).clamp(DARKEST, 1 - DARKEST);
        stateDict().get("y.bias").copy_(share.div(share.neg().add(1)).log());
      }
    }

    @Override
    public Tensor forward(Tensor z) {
      var h = h1.forward(h0.forward(z).relu()).relu();
      return y.forward(h).sigmoid().unflatten(1, PICTURE);
    }
  }

  /// D: pictures `[N, 1, 28, 28]` to the logit that they are real, `[N]`.
  public static final class Discriminator extends Net implements Layer {
    private static final double SPREAD = 0.005;

    private final Linear h0;
    private final Linear h1;
    private final Linear y;
    private final Dropout input = new Dropout(0.2);
    private final Dropout hidden = new Dropout(0.5);
    private final long pieces;

    /// @param units of both hidden layers; 240 in the paper
    /// @param pieces of which a unit takes the largest (Goodfellow et al. 2013); 5 in the paper
    public Discriminator(long units, long pieces) {
      this.pieces = pieces;
      h0 = drawn(PIXELS, units * pieces, SPREAD);
      h1 = drawn(units, units * pieces, SPREAD);
      y = drawn(units, 1, SPREAD);
    }

    @Override
    public Tensor forward(Tensor x) {
      var h = maxout(h0.forward(input.forward(x.flatten(1)))); // [N, units]
      h = maxout(h1.forward(hidden.forward(h)));
      return y.forward(hidden.forward(h)).squeeze(1);
    }

    private Tensor maxout(Tensor x) {
      return x.unflatten(1, pieces, x.size(1) / pieces).amax(1);
    }
  }
}
